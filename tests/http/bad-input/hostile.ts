import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** The same storm in every run; more of it with FUZZ_RUNS, another one with FUZZ_SEED. */
export function storm(numRuns: number) {
  const { FUZZ_RUNS, FUZZ_SEED } = process.env;
  return { numRuns: Number(FUZZ_RUNS ?? numRuns), seed: Number(FUZZ_SEED ?? 20_261_125), endOnFailure: true };
}

/** Texts that somebody's database, log or page has choked on. */
export const POISONS = [
  '\0',
  'a\0b',
  '\ud83d',
  '\ude4b\ud83d',
  '\ufeffhola',
  '\u202eaímal',
  '\u001b[31m\u0007\u0008',
  'a\r\nset-cookie: b=c',
  "'; DROP TABLE pedidos; --",
  '<script>alert(1)</script>',
  '__proto__',
  '../../etc/passwd',
  '%00',
  '🙋'.repeat(3_000),
  `${'a'.repeat(1_999)}🙋`,
] as const;

export const hostileText = fc.oneof(
  fc.constantFrom<string>(...POISONS),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ maxLength: 20 }),
);

// Not every JSON can be written by JSON.stringify: these stand in the finished text instead of their number.
const RAW = [
  '1e999',
  '-1e999',
  '9223372036854775808',
  '123456789012345678901234567890',
  '-0',
  '0.1e-400',
  '{"__proto__":{"id":"1"},"constructor":null}',
  '{"id":"1","id":2}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
];

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, -1, 0, 0.5, 2 ** 53, [], {}, [[]], [null]),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.nat(RAW.length - 1).map((place) => `@raw:${place}@`),
  fc.array(hostileText, { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 8 }), hostileText, { maxKeys: 3 }),
);

/** JSON as text, with what JSON.stringify cannot write. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(/"@raw:(\d+)@"/g, (_, place: string) => RAW[Number(place)] ?? 'null');
}

/** Ways to turn a text into bytes. `isText`: they still are the same JSON. */
export const ENCODINGS = {
  'UTF-8': { isText: true, encode: (text: string) => Buffer.from(text) },
  'UTF-8 with BOM': { isText: true, encode: (text: string) => Buffer.from(`\ufeff${text}`) },
  'white space around': { isText: true, encode: (text: string) => Buffer.from(`\r\n\t ${text} \n`) },
  'UTF-16': { isText: false, encode: (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le') },
  'gzip that nobody announced': { isText: false, encode: (text: string) => gzipSync(text) },
  'cut in the middle': { isText: false, encode: (text: string) => Buffer.from(text.slice(0, text.length / 2)) },
  'written twice': { isText: false, encode: (text: string) => Buffer.from(text + text) },
  'a NUL before it': { isText: false, encode: (text: string) => Buffer.from(`\0${text}`) },
  'a form': { isText: false, encode: (text: string) => Buffer.from(new URLSearchParams({ body: text }).toString()) },
} as const;

export type Encoding = keyof typeof ENCODINGS;
const names = Object.keys(ENCODINGS) as Encoding[];
export const encoding = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...names.filter((name) => ENCODINGS[name].isText)) },
  { weight: 1, arbitrary: fc.constantFrom(...names.filter((name) => !ENCODINGS[name].isText)) },
);

export const CONTENT_TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
] as const;
