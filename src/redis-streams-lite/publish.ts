import type { Redis } from 'ioredis';
import type { Message } from './types.ts';
import { fieldsOf } from './wire.ts';

/**
 * The key of the shard that `by` falls into; with one shard the plain name. Each shard has a hash tag of its own, so
 * that a cluster spreads the shards of all streams.
 */
export function shardOf(input: { readonly stream: string; readonly shards: number; readonly by: string }): string {
  if (input.shards <= 1) return input.stream;
  let sum = 0;
  for (const char of input.by) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return `{${input.stream}:${sum % input.shards}}`;
}

/** The keys of all shards of a stream, for those who read it. */
export function shardsOf(input: { readonly stream: string; readonly shards: number }): readonly string[] {
  if (input.shards <= 1) return [input.stream];
  return Array.from({ length: input.shards }, (_, shard) => `{${input.stream}:${shard}}`);
}

/** Appends one message and answers its id. When the answer is lost the message may be there twice: consumers look at `key`. */
export async function publish(
  redis: Redis,
  input: { readonly stream: string; readonly message: Message },
): Promise<string> {
  const id = await redis.xadd(input.stream, '*', ...fieldsOf(input.message));
  return String(id);
}

/** Appends messages in one round trip, in their order. Throws when any of them was refused: publish the batch again. */
export async function publishBatch(
  redis: Redis,
  input: { readonly stream: string; readonly messages: readonly Message[] },
): Promise<readonly string[]> {
  const [message, ...others] = input.messages;
  if (!message) return [];
  // A single command can share its round trip with those of other callers (ioredis' auto-pipelining), a pipeline cannot.
  if (others.length === 0) return [await publish(redis, { stream: input.stream, message })];
  const pipeline = redis.pipeline();
  for (const each of input.messages) pipeline.xadd(input.stream, '*', ...fieldsOf(each));
  const results = (await pipeline.exec()) ?? [];
  return results.map(([error, id]) => {
    if (error) throw error;
    return String(id);
  });
}

/** Appends messages, each to the shard that its `by` falls into; in one shard they keep their order. Throws like `publishBatch`. */
export async function publishSharded(
  redis: Redis,
  input: {
    readonly stream: string;
    readonly shards: number;
    readonly messages: readonly (Message & { readonly by: string })[];
  },
): Promise<void> {
  const { stream, shards } = input;
  const byShard = Map.groupBy(input.messages, ({ by }) => shardOf({ stream, shards, by }));
  await Promise.all([...byShard].map(([shard, messages]) => publishBatch(redis, { stream: shard, messages })));
}
