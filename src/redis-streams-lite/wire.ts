import type { Entry, Message } from './types.ts';

/** An entry as Redis answers it: its id, and names and values in one flat list. */
export type RawEntry = readonly [id: string, fields: readonly string[]];

/** The fields of a message. Headers are one field, so that no entry has more fields than a script can unpack. */
export function fieldsOf(message: Message): string[] {
  const fields = ['body', message.body];
  if (message.key !== undefined) fields.push('key', message.key);
  if (message.headers !== undefined) fields.push('headers', JSON.stringify(message.headers));
  return fields;
}

/** The fields of an entry that leaves its stream: for a retry, or with a reason for the dead letters. */
export function storedFieldsOf(entry: Entry, given: { readonly attempt: number; readonly reason?: string }): string[] {
  const fields = [...fieldsOf(entry), 'first-id', entry.id, 'attempt', String(given.attempt)];
  fields.push('published', String(entry.publishedAtMs));
  if (given.reason !== undefined) fields.push('reason', given.reason);
  return fields;
}

/** Reads the fields of an entry. Never throws: one strange entry must not hold up the others of its batch. */
export function parseEntry(stream: string, [id, flat]: RawEntry): Entry {
  const fields = mapOf(flat);
  const key = fields.get('key');
  const headers = headersOf(fields.get('headers'));
  return {
    id: fields.get('first-id') ?? id,
    stream,
    body: fields.get('body') ?? '',
    attempt: Number(fields.get('attempt') ?? 1),
    publishedAtMs: Number(fields.get('published') ?? id.split('-')[0]),
    ...(key === undefined ? {} : { key }),
    ...(headers === undefined ? {} : { headers }),
  };
}

/** Reads what `storedFieldsOf` wrote of a dead letter. */
export function parseParked(
  stream: string,
  id: string,
  text: string,
): { readonly entry: Entry; readonly reason: string } {
  const flat = JSON.parse(text) as string[];
  return { entry: parseEntry(stream, [id, flat]), reason: mapOf(flat).get('reason') ?? '' };
}

function mapOf(flat: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let place = 0; place + 1 < flat.length; place += 2) fields.set(flat[place] ?? '', flat[place + 1] ?? '');
  return fields;
}

function headersOf(text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined;
  try {
    const headers: unknown = JSON.parse(text);
    return typeof headers === 'object' && headers !== null ? (headers as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}
