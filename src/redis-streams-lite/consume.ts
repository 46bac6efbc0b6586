import { keepLoop } from './keep-loop.ts';
import { type Loop, pause } from './loop.ts';
import { type ConsumeDeps, type ConsumeOptions, withDefaults } from './options.ts';
import { readLoop } from './read-loop.ts';
import { keysOf } from './types.ts';

export type { ConsumeOptions } from './options.ts';

export type Consumer = {
  /**
   * Reads nothing new, lets work in hand finish for up to `deadlineMs`, and closes. What is unfinished then stays
   * pending: a consumer that starts under the same name gets it first, another one after `minIdleMs`.
   */
  drain(deadlineMs: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Starts reading the streams in a consumer group. READING -> DRAINING -> CLOSED, each stream in a loop of its own. */
export function consume(deps: ConsumeDeps, given: ConsumeOptions): Consumer {
  const options = withDefaults(given);
  const stop = new AbortController();
  const closed = new AbortController();
  const loops = options.streams.map((stream): Loop => {
    const keys = keysOf(stream, options.group);
    const loop: Loop = {
      redis: deps.redis,
      blocking: deps.createBlocking(),
      options,
      stream,
      keys,
      sources: [stream, keys.again],
      held: new Set(),
      running: new Set(),
      inWorkCount: 0,
      // What a process under this name left before is looked for like the answer of a cut connection.
      cutCount: 1,
      searchedCutCount: 0,
      reclaimAtMs: 0,
      stop: stop.signal,
      closed: closed.signal,
    };
    loop.blocking.on('close', () => {
      loop.cutCount += 1;
    });
    return loop;
  });
  const reading = loops.map(readLoop);
  const keeping = loops.map(keepLoop);
  const finish = async () => {
    await Promise.all(reading);
    await Promise.all(loops.flatMap((loop) => [...loop.running]));
    closed.abort();
  };
  const drain = async (deadlineMs: number) => {
    stop.abort();
    for (const loop of loops) loop.blocking.disconnect();
    await Promise.race([finish(), pause(deadlineMs, closed.signal)]);
    closed.abort();
    await Promise.all(keeping);
  };
  return { drain, [Symbol.asyncDispose]: () => drain(5_000) };
}
