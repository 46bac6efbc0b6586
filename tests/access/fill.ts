import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Ids and other names of a store's things, by the name of the argument that takes them. */
export type IdsByName = Readonly<Record<string, string>>;

// Values that pass the checks of shape, by the name of the argument; what is not named here takes the plainest of its type.
const PLAIN: Readonly<Record<string, unknown>> = {
  country: 'CL',
  currency: 'CLP',
  deltaUnits: 1,
  onHandUnits: 20,
  accessToken: 'a-token-of-the-walk',
  pageAccessToken: 'a-token-of-the-walk',
  code: 'a-code-of-the-walk',
  state: 'a-state-of-the-walk',
  priceMinor: '1000',
  eventTypes: 'order-paid',
  intent: 'OTHER',
  reason: 'a question of the walk',
};

/** A value for an argument: required parts and every id. @throws Error for an id that the scene does not know. */
export function fill(name: string, type: GraphQLInputType, ids: IdsByName): unknown {
  if (isNonNullType(type)) return fill(name, type.ofType, ids);
  if (isListType(type)) return [fill(name, type.ofType, ids)];
  if (isInputObjectType(type)) {
    const wanted = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || getNamedType(field.type).name === 'ID',
    );
    return Object.fromEntries(wanted.map((field) => [field.name, fill(field.name, field.type, ids)]));
  }
  const id = ids[name];
  if (id) return id;
  if (type.name === 'ID')
    throw new Error(`The walk has no id for the argument ${name}. Tell tests/access/walk.test.ts which it is.`);
  if (name in PLAIN) return PLAIN[name];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  return { Int: 1, Float: 1, Boolean: true, BigInt: '1' }[type.name] ?? 'walk';
}

const LEVELS = 4;

/** Everything that can be asked of a type without arguments, some levels deep. */
export function selectAll(schema: GraphQLSchema, type: GraphQLOutputType, path: readonly string[] = []): string {
  const named = getNamedType(type);
  if (isAbstractType(named)) {
    const parts = schema.getPossibleTypes(named).map((one) => `... on ${one.name} ${fieldsOf(schema, one, path)}`);
    return `{ __typename ${path.length === 0 ? parts.join(' ') : ''} }`;
  }
  return isObjectType(named) ? fieldsOf(schema, named, path) : '';
}

function fieldsOf(schema: GraphQLSchema, type: GraphQLOutputType, path: readonly string[]): string {
  if (!isObjectType(type)) return '';
  // Events name the same field with and without null; the name alone tells the walk enough.
  if (type.getInterfaces().some(({ name }) => name === 'Event')) return '{ __typename }';
  const parts = Object.values(type.getFields()).flatMap((field) => part(schema, field, [...path, type.name]));
  return `{ __typename ${parts.join(' ')} }`;
}

function part(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  path: readonly string[],
): readonly string[] {
  const named = getNamedType(field.type);
  if (field.args.some((arg) => isNonNullType(arg.type))) return [];
  if (!isObjectType(named) && !isAbstractType(named)) return [field.name];
  if (path.length >= LEVELS || path.includes(named.name)) return [];
  return [`${field.name} ${selectAll(schema, field.type, path)}`];
}
