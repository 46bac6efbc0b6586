import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { ROOT } from '../scripts/lib/root.ts';
import { benchClaims } from './claims.ts';
import { benchCommentToMessage } from './comment-to-message.ts';
import { benchHostile } from './hostile.ts';
import { benchIntent } from './intent.ts';
import { benchProducts } from './products.ts';
import { benchQueue } from './queue.ts';
import type { BenchRow } from './row.ts';
import { benchWebhook } from './webhook.ts';
import { startBenchWorld } from './world.ts';

/** `npm run bench`: every measurement beside its baseline in the same run, as a table and as JSON. */
async function bench(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [...(await benchIntent())];
  await using world = await startBenchWorld();
  rows.push(...(await benchQueue({ redisUrl: world.env.REDIS_URL })));
  rows.push(await benchCommentToMessage(world, { shop: 'cl', ratePerMinute: 1_000, atMostMs: 500 }));
  rows.push(await benchCommentToMessage(world, { shop: 'mx', ratePerMinute: 10_000, atMostMs: 1_500 }));
  rows.push(...(await benchClaims({ databaseUrl: world.env.DATABASE_URL })));
  rows.push(await benchProducts(world));
  rows.push(await benchHostile(world));
  return rows;
}

/** The door alone, as its baseline is alone: what the workers do with the posts is measured above. */
async function benchDoor(): Promise<BenchRow> {
  await using world = await startBenchWorld(['http']);
  return benchWebhook(world);
}

const rows = [...(await bench()), await benchDoor()];
console.table(
  rows.map(({ name, unit, ours, baseline, ratio, target, isMet }) => ({
    what: name,
    unit,
    ours: Math.round(ours),
    baseline: baseline === undefined ? '' : Math.round(baseline),
    ratio: ratio === undefined ? '' : ratio.toFixed(2),
    target,
    met: isMet ? 'yes' : 'NO',
  })),
);
const file = path.join(ROOT, 'bench/results', `${new Date().toISOString().replaceAll(':', '-')}.json`);
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ cores: cpus().length, node: process.version, rows }, null, 2)}\n`);
console.log(`Written to ${path.relative(ROOT, file)}`);
