import { setTimeout as wait } from 'node:timers/promises';
import type { ChaosWorld } from './chaos-world.ts';

/** One kind of bad night: comments arrive at a pace while `strike` hurts the product. `minutes` is how long they come. */
export type Scenario = {
  readonly name: string;
  readonly ratePerMinute: number;
  readonly minutes: number;
  /** Every webhook arrives one to five times, out of order. */
  readonly isUnruly?: boolean;
  /** Every tenth comment is one that rules leave open, so that language models are asked all night. */
  readonly isPuzzling?: boolean;
  readonly strike: (world: ChaosWorld, run: Run) => Promise<void>;
};
type Run = { readonly durationMs: number; readonly signal: AbortSignal };

const PROCESSES = ['http', 'workers', 'timers'] as const;

/** The nights of `npm run chaos`, in the order of the issue. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'kill', ratePerMinute: 1_000, minutes: 1, strike: killProcesses },
  { name: 'redis-restart', ratePerMinute: 1_000, minutes: 0.5, strike: (world, run) => loseRedis(world, run, 1_000) },
  { name: 'redis-away', ratePerMinute: 1_000, minutes: 1.5, strike: (world, run) => loseRedis(world, run, 60_000) },
  { name: 'postgres-restart', ratePerMinute: 1_000, minutes: 0.5, strike: losePostgres },
  { name: 'graph-500', ratePerMinute: 1_000, minutes: 0.5, strike: (world, run) => failGraph(world, run, 'error') },
  { name: 'graph-hangs', ratePerMinute: 1_000, minutes: 1, strike: (world, run) => failGraph(world, run, 'hang') },
  {
    name: 'graph-answers-lost',
    ratePerMinute: 1_000,
    minutes: 0.5,
    strike: (world, run) => failGraph(world, run, 'lost'),
  },
  { name: 'graph-limits', ratePerMinute: 1_000, minutes: 0.5, strike: (world, run) => failGraph(world, run, 'limit') },
  { name: 'unruly-webhooks', ratePerMinute: 1_000, minutes: 0.5, isUnruly: true, strike: async () => undefined },
  { name: 'flash', ratePerMinute: 5_000, minutes: 1, strike: async () => undefined },
  { name: 'clock-jumps', ratePerMinute: 1_000, minutes: 0.5, strike: jumpClocks },
  modelsThat('llm-hangs', { openai: 'hang', gemini: 'drip', openrouter: 'hang' }),
  modelsThat('llm-refuses', { openai: 'busy', gemini: 'error', openrouter: 'refuse' }),
  modelsThat('llm-babbles', { openai: 'nonsense', gemini: 'wrong-json', openrouter: 'invent' }),
  modelsThat('llm-obeys', { openai: 'obey', gemini: 'obey', openrouter: 'obey' }),
  modelsThat('llm-gone', { openai: 'gone', gemini: 'gone', openrouter: 'gone' }),
];

/** A calm first half, then language models that stay broken: what rules settle must not notice. */
function modelsThat(name: string, modes: Readonly<Record<string, string>>): Scenario {
  return {
    name,
    ratePerMinute: 1_000,
    minutes: 1.5,
    isPuzzling: true,
    async strike(world, { durationMs, signal }) {
      await pause(durationMs / 2, signal);
      await world.breakModels(modes);
    },
  };
}

/** kill -9 of one process after another, at random moments. */
async function killProcesses(world: ChaosWorld, { signal }: Run): Promise<void> {
  for (let turn = 0; !signal.aborted; turn += 1) {
    await pause(2_000 + Math.random() * 4_000, signal);
    const role = PROCESSES[turn % PROCESSES.length];
    if (role && !signal.aborted) world.killProcess(role);
  }
}

async function loseRedis(world: ChaosWorld, { durationMs, signal }: Run, awayMs: number): Promise<void> {
  await pause(durationMs / 5, signal);
  await world.killRedis();
  await pause(Math.min(awayMs, durationMs * 0.7), signal);
  await world.startRedis();
}

/** Twice, in the middle of whatever transactions are open. */
async function losePostgres(world: ChaosWorld, { durationMs, signal }: Run): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await pause(durationMs / 4, signal);
    await world.killPostgres();
    await pause(1_000, signal);
    await world.startPostgres();
  }
}

/** Every third call fails from a quarter of the time to three quarters of it. */
async function failGraph(world: ChaosWorld, run: Run, kind: 'error' | 'hang' | 'lost' | 'limit'): Promise<void> {
  await pause(run.durationMs / 4, run.signal);
  await world.failGraph({ kind, share: kind === 'error' ? 1 : 0.34 });
  await pause(run.durationMs / 2, run.signal);
  await world.failGraph({ kind: 'none' });
}

async function jumpClocks(world: ChaosWorld, { durationMs, signal }: Run): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await pause(durationMs / 4, signal);
    for (const role of PROCESSES) world.jumpClock(role);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
