import type { BenchRow } from './row.ts';
import type { BenchWorld } from './world.ts';

const TURNS = 20;
const AT_MOST_MS = 50;
const PLAIN = '{"query":"{ __typename }"}';

const times = (count: number, part: (place: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');
const asQuery = (query: string) => JSON.stringify({ query });

/** Bodies that are made to be slow; none may be executed. */
const HOSTILE: Readonly<Record<string, string>> = {
  deep: asQuery(`{ ${'viewer { '.repeat(600)} id ${'} '.repeat(600)} }`),
  wide: asQuery(`{ ${times(400, (n) => `a${n}: viewer { id }`)} }`),
  aliased: asQuery(`{ viewer { ${times(500, (n) => `a${n}: id`)} } }`),
  batched: `[${times(500, () => PLAIN).replaceAll(' {"', ',{"')}]`,
  'of many operations': asQuery(times(300, (n) => `query q${n} { __typename }`)),
  huge: asQuery(`{ __typename } # ${'x'.repeat(200_000)}`),
  'a flood of directives': asQuery(`{ viewer { id ${'@include(if: true) '.repeat(300)} } }`),
  'fragments in fragments': asQuery(
    `{ viewer { ...f0 } } ${times(30, (n) => `fragment f${n} on Viewer { ...f${n + 1} ...f${n + 1} }`)} fragment f30 on Viewer { id }`,
  ),
};

/** The slowest refusal of a hostile document (95 of 100), against the plainest query that is answered. */
export async function benchHostile(world: BenchWorld): Promise<BenchRow> {
  const url = `${world.baseUrl}/graphql`;
  const baseline = await lateOf(() => send(url, PLAIN, true));
  const lates: number[] = [];
  for (const body of Object.values(HOSTILE)) lates.push(await lateOf(() => send(url, body, false)));
  // Still up, and still answering.
  await send(url, PLAIN, true);
  const ours = Math.max(...lates);
  return {
    name: 'hostile query refused, p95',
    unit: 'ms',
    ours,
    baseline,
    ratio: ours / baseline,
    target: `≤ ${AT_MOST_MS}`,
    isMet: ours <= AT_MOST_MS,
  };
}

/** @throws Error when a hostile document was executed, or a plain one was not. */
async function send(url: string, body: string, isPlain: boolean): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const answer = (await response.json()) as { data?: unknown };
  const isExecuted = answer.data !== undefined && answer.data !== null;
  if (isExecuted !== isPlain) throw new Error(`Answered ${response.status} to ${body.slice(0, 60)}`);
}

async function lateOf(act: () => Promise<void>): Promise<number> {
  await act();
  const tookMs: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const startedMs = performance.now();
    await act();
    tookMs.push(performance.now() - startedMs);
  }
  return tookMs.sort((a, b) => a - b)[Math.ceil(TURNS * 0.95) - 1] ?? 0;
}
