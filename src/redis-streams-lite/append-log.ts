import type { Redis } from 'ioredis';
import { APPEND_LOG } from './scripts.ts';
import type { Message } from './types.ts';
import { fieldsOf } from './wire.ts';

export type NumberedMessage = Message & {
  /** Its place in the log, kept by the caller; greater than that of the one before. Becomes the number before the dash of the id. */
  readonly position: string;
  /** When it happened; the id of the entry does not tell it. */
  readonly publishedAtMs: number;
};

/**
 * Appends messages at positions that the caller gives, in one step, to a log that reaches at least to `after`. What the
 * log has already is passed over, so appending twice changes nothing. `hasGap` means that nothing was appended: Redis
 * lost entries, and the log now ends at `end`. Append from there.
 */
export async function appendLog(
  redis: Redis,
  input: { readonly stream: string; readonly after: string; readonly messages: readonly NumberedMessage[] },
): Promise<{ readonly hasGap: boolean; readonly end: string }> {
  const items = input.messages.map((message) =>
    JSON.stringify([message.position, ...fieldsOf(message), 'published', String(message.publishedAtMs)]),
  );
  const [hasGap, end] = (await redis.eval(APPEND_LOG, 1, input.stream, input.after, ...items)) as [number, string];
  return { hasGap: hasGap === 1, end };
}

/** The position of the newest entry that a log ever had, also when it was trimmed since; `0` when there is no log. */
export async function endOfLog(redis: Redis, stream: string): Promise<string> {
  return (await appendLog(redis, { stream, after: '0', messages: [] })).end;
}
