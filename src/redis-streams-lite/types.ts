/** What a producer gives. `body` is opaque; `key` (idempotency) and `headers` (trace context) ride beside it. */
export type Message = {
  readonly body: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * What a consumer gets. `id` is the one of the first publishing and stays through retries, as do key and headers.
 * `attempt` is 1 the first time; `publishedAtMs` is the server's clock then (the number before the dash of the id).
 */
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

/**
 * What a consumer tells about itself; the caller counts or logs it. `lost` are entries that somebody deleted or trimmed
 * while they were being worked on; `settle-failed` are outcomes that Redis did not take yet, they are sent again.
 */
export type QueueEvent = {
  readonly what: 'retried' | 'parked' | 'reclaimed' | 'lost' | 'group-created' | 'read-failed' | 'settle-failed';
  readonly stream: string;
  readonly count: number;
  readonly error?: unknown;
};

/** The names of the keys that belong to a stream and one of its groups; all of them hash to the slot of the stream. */
export function keysOf(stream: string, group: string) {
  const isTagged = /^[^{]*\{[^}]+\}/.test(stream);
  if (!isTagged && /[{}]/.test(stream)) {
    throw new RangeError(
      `"${stream}" has a brace but no hash tag, so a cluster would scatter its keys. Name it a{b}c.`,
    );
  }
  const tagged = isTagged ? stream : `{${stream}}`;
  return {
    again: `${tagged}:${group}:again`,
    retry: `${tagged}:${group}:retry`,
    parked: `${tagged}:${group}:parked`,
    parkedOrder: `${tagged}:${group}:parked-order`,
  };
}
