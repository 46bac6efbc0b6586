import { GraphQLError, Kind } from 'graphql';
import { builder } from './builder.ts';

const INT64_MAX = 2n ** 63n - 1n;

builder.scalarType('BigInt', {
  description: 'A whole number of up to 64 bits, as a decimal string: "15990". Input may also be a JSON integer.',
  serialize: (value) => String(value),
  parseValue: toBigInt,
  parseLiteral: (node) => toBigInt(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : null),
});

builder.scalarType('DateTime', {
  description: 'An instant in UTC, ISO 8601 with milliseconds: "2026-11-22T19:47:02.123Z".',
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
  parseValue: (value) => {
    const date = new Date(String(value));
    if (Number.isNaN(date.getTime())) throw badInput(`${String(value)} is no instant. Expected ISO 8601.`);
    return date;
  },
});

function toBigInt(value: unknown): bigint {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^-?\d{1,19}$/.test(text)) {
    throw badInput('Expected a whole number as a decimal string, such as "15990".');
  }
  const parsed = BigInt(text);
  if (parsed > INT64_MAX || parsed < -INT64_MAX) throw badInput(`${text} does not fit into 64 bits.`);
  return parsed;
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
