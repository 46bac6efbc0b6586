import { parseArgs } from 'node:util';
import { isUnmoved, SLOWER_MAX } from './chaos/judge-models.ts';
import { type Night, playNight } from './chaos/play-night.ts';
import { SCENARIOS } from './chaos/scenarios.ts';
import { isHeld } from './chaos/verify.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const asked = values.only?.split(',') ?? SCENARIOS.map((scenario) => scenario.name);
const unknown = asked.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(`--only names ${unknown.join(', ')}. Expected of ${SCENARIOS.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

/** `npm run chaos`: one bad night after another, each on a fresh product; ends with 1 when an invariant was broken. */
const nights: Night[] = [];
for (const scenario of SCENARIOS.filter(({ name }) => asked.includes(name))) {
  console.log(`${scenario.name}: ${scenario.ratePerMinute} comments a minute for ${scenario.minutes * 60} s …`);
  const night = await playNight(scenario);
  nights.push(night);
  const broken = Object.entries(night.verdict.broken).filter(([, count]) => count > 0);
  console.log(
    `  ${isHeld(night.verdict) ? 'held' : `BROKEN: ${broken.map(([what, count]) => `${count} ${what}`).join(', ')}`}`,
  );
}
const toRow = ({ name, settledAfterMs, verdict }: Night, counts: Readonly<Record<string, number>>) => ({
  night: name,
  ...counts,
  'settled after': `${(settledAfterMs / 1_000).toFixed(0)} s`,
  held: isHeld(verdict) ? 'yes' : 'NO',
});
console.log('\nWhat happened');
console.table(nights.map((night) => toRow(night, night.verdict.notes)));
console.log('\nInvariants broken (every number should be 0)');
for (const what of Object.keys(nights[0]?.verdict.broken ?? {})) {
  console.log(`  ${what.padEnd(42)}${nights.map((night) => night.verdict.broken[what]).join('  ')}`);
}
const timed = nights.flatMap(({ name, times }) => (times ? [{ name, times, isUnmoved: isUnmoved(times) }] : []));
if (timed.length > 0) {
  console.log(
    `\nComments that need no model, to their private message, p95: at most ${SLOWER_MAX} times what it was before the models broke`,
  );
  console.table(
    timed.map(({ name, times, isUnmoved }) => ({
      night: name,
      'before (ms)': times.calmP95Ms,
      'models broken (ms)': times.brokenP95Ms,
      held: isUnmoved ? 'yes' : 'NO',
    })),
  );
}
if (!nights.every((night) => isHeld(night.verdict)) || !timed.every(({ isUnmoved }) => isUnmoved)) process.exitCode = 1;
