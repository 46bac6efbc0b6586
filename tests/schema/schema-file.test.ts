import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { expect, test } from 'vitest';
import { printApi } from '../../scripts/print-schema.ts';

const api = buildSchema(readFileSync('schema.graphql', 'utf8'));
const ours = Object.values(api.getTypeMap()).filter(
  ({ name }) => !name.startsWith('__') && !/^(?:String|Int|Float|ID|Boolean)$/.test(name),
);

test('schema.graphql is what the server serves', () => {
  expect(readFileSync('schema.graphql', 'utf8')).toBe(printApi());
});

test('every type, field, argument and enum value says what it is', () => {
  expect(ours.flatMap(undescribed)).toEqual([]);
});

test('every mutation takes one input and answers a union', () => {
  for (const field of Object.values(api.getMutationType()?.getFields() ?? {})) {
    expect(field.args.map((arg) => arg.name)).toEqual(['input']);
    expect(String(field.type)).toBe(`${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}Result!`);
  }
});

function undescribed(type: GraphQLNamedType): string[] {
  const own = type.description ? [] : [type.name];
  if (isEnumType(type))
    return [
      ...own,
      ...type
        .getValues()
        .filter((value) => !value.description)
        .map((value) => `${type.name}.${value.name}`),
    ];
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return own;
  const fields = Object.values(type.getFields());
  const args = fields.flatMap((field) =>
    ((field as { args?: readonly GraphQLArgument[] }).args ?? []).map((arg) => ({
      at: `${type.name}.${field.name}(${arg.name})`,
      arg,
    })),
  );
  return [
    ...own,
    ...fields.filter((field) => !field.description).map((field) => `${type.name}.${field.name}`),
    ...args.filter(({ arg }) => !arg.description).map(({ at }) => at),
  ];
}
