import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { ROOT } from '../scripts/lib/root.ts';
import { benchClaims } from './claims.ts';
import { benchCommentToMessage } from './comment-to-message.ts';
import { benchDrain } from './drain.ts';
import { benchHostile } from './hostile.ts';
import { benchIntent } from './intent.ts';
import { benchProducts } from './products.ts';
import { benchQueue } from './queue.ts';
import { benchResume } from './resume.ts';
import type { BenchRow } from './row.ts';
import { benchWebhook } from './webhook.ts';
import { startBenchWorld } from './world.ts';

/** `npm run bench`: every measurement beside its baseline in the same run, each told as it comes, then as JSON. */
async function bench(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  const tell = (...measured: readonly BenchRow[]) => {
    rows.push(...measured);
    for (const row of measured) console.log(inWords(row));
  };
  tell(...(await benchIntent()));
  {
    await using world = await startBenchWorld();
    tell(...(await benchQueue({ redisUrl: world.env.REDIS_URL })));
    tell(await benchCommentToMessage(world, { shop: 'cl', ratePerMinute: 1_000, atMostMs: 500 }));
    tell(await benchCommentToMessage(world, { shop: 'mx', ratePerMinute: 10_000, atMostMs: 1_500 }));
    tell(...(await benchClaims({ databaseUrl: world.env.DATABASE_URL })));
    tell(await benchProducts(world));
    tell(await benchHostile(world));
  }
  // The server alone, as its baselines are alone: what the workers do with the posts is measured above.
  await using server = await startBenchWorld(['http']);
  tell(...(await benchResume(server)));
  tell(await benchDrain(server.env));
  tell(await benchWebhook(server));
  return rows;
}

function inWords({ name, unit, ours, baseline, ratio, target, isMet }: BenchRow): string {
  const beside = baseline === undefined ? '' : ` beside ${Math.round(baseline)} (${ratio?.toFixed(2)} x)`;
  return `${isMet ? 'met ' : 'MISS'}  ${name}: ${Math.round(ours)} ${unit}${beside}; target ${target}`;
}

const rows = await bench();
const file = path.join(ROOT, 'bench/results', `${new Date().toISOString().replaceAll(':', '-')}.json`);
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ cores: cpus().length, node: process.version, rows }, null, 2)}\n`);
console.log(`Written to ${path.relative(ROOT, file)}`);
