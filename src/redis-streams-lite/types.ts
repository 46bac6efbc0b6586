/** What a producer gives. `body` is opaque; `key` (idempotency) and `headers` (trace context) ride beside it. */
export type Message = {
  readonly body: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a consumer gets. `attempt` is 1 the first time; `publishedAtMs` is the server's clock when it was first published. */
export type Entry = Message & {
  readonly id: string;
  readonly stream: string;
  readonly attempt: number;
  readonly publishedAtMs: number;
};

/** What became of an entry. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly error: unknown }
  | { readonly kind: 'later'; readonly atMs: number }
  | { readonly kind: 'never'; readonly reason: string };

/** The work is done: acknowledge. */
export const done = (): Outcome => ({ kind: 'done' });
/** It failed: try again after the next delay, and park it after the last one. */
export const again = (error: unknown): Outcome => ({ kind: 'again', error });
/** Not yet: try again at this time (milliseconds of the server's clock) without counting an attempt. */
export const laterAt = (atMs: number): Outcome => ({ kind: 'later', atMs });
/** It can never succeed: park it at once. */
export const never = (reason: string): Outcome => ({ kind: 'never', reason });

/** What a consumer tells about itself; the caller counts or logs it. */
export type QueueEvent = {
  readonly what: 'retried' | 'parked' | 'reclaimed' | 'lost' | 'group-created' | 'read-failed';
  readonly stream: string;
  readonly count: number;
  readonly error?: unknown;
};

/** The names of the keys that belong to a stream and one of its groups; all of them hash to the slot of the stream. */
export function keysOf(stream: string, group: string) {
  const tagged = stream.includes('{') ? stream : `{${stream}}`;
  return {
    again: `${tagged}:${group}:again`,
    retry: `${tagged}:${group}:retry`,
    parked: `${tagged}:${group}:parked`,
    parkedOrder: `${tagged}:${group}:parked-order`,
  };
}

/** Redis answers an entry as a flat list of names and values. */
export function parseEntry(stream: string, id: string, flat: readonly string[]): Entry {
  const fields = new Map<string, string>();
  for (let place = 0; place + 1 < flat.length; place += 2) fields.set(flat[place] ?? '', flat[place + 1] ?? '');
  const key = fields.get('key');
  const headers = fields.get('headers');
  return {
    id,
    stream,
    body: fields.get('body') ?? '',
    attempt: Number(fields.get('attempt') ?? 1),
    publishedAtMs: Number(fields.get('published') ?? id.split('-')[0]),
    ...(key === undefined ? {} : { key }),
    ...(headers === undefined ? {} : { headers: JSON.parse(headers) as Record<string, string> }),
  };
}
