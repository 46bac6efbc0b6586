import type { Redis } from 'ioredis';
import type { Message } from './types.ts';

/** The key of the shard that `by` falls into; with one shard the plain name. */
export function shardOf(input: { readonly stream: string; readonly shards: number; readonly by: string }): string {
  if (input.shards <= 1) return input.stream;
  let sum = 0;
  for (const char of input.by) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return `${input.stream}:{${sum % input.shards}}`;
}

/** Appends one message and answers its id. When the answer is lost the message may be there twice: consumers look at `key`. */
export async function publish(
  redis: Redis,
  input: { readonly stream: string; readonly message: Message },
): Promise<string> {
  const id = await redis.xadd(input.stream, '*', ...fieldsOf(input.message));
  if (id === null) throw new Error(`Redis refused to append to ${input.stream}.`);
  return id;
}

/** Appends messages in one round trip, in their order. Throws when any of them was refused: publish the batch again. */
export async function publishBatch(
  redis: Redis,
  input: { readonly stream: string; readonly messages: readonly Message[] },
): Promise<readonly string[]> {
  if (input.messages.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const message of input.messages) pipeline.xadd(input.stream, '*', ...fieldsOf(message));
  const results = (await pipeline.exec()) ?? [];
  return results.map(([error, id]) => {
    if (error) throw error;
    return String(id);
  });
}

function fieldsOf(message: Message): string[] {
  const fields = ['body', message.body];
  if (message.key !== undefined) fields.push('key', message.key);
  if (message.headers !== undefined) fields.push('headers', JSON.stringify(message.headers));
  return fields;
}
