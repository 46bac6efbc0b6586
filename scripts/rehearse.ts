import { writeFileSync } from 'node:fs';
import { DEMO_SELLER } from '../prisma/seed.ts';
import { readEnvironmentWithFile, withExampleSecrets } from './lib/development-env.ts';
import { type RehearseArguments, readArguments, USAGE } from './rehearse/arguments.ts';
import { rehearseLive } from './rehearse/rehearse-live.ts';
import { type Figures, isClean } from './rehearse/summarise.ts';

/** `npm run rehearse`: plays a demo live and ends with 1 when anything was lost or doubled. */
async function rehearse(given: RehearseArguments): Promise<void> {
  const appSecret = withExampleSecrets(readEnvironmentWithFile())['FB_APP_SECRET'];
  if (!appSecret) throw new Error('FB_APP_SECRET is missing. Expected the one of the server, to sign the webhooks.');
  const seconds = given.durationMs / 1_000;
  console.log(`${given.shop.name}: ${given.ratePerMinute} comments a minute for ${seconds} s at ${given.url}`);
  const showProgress = createProgress(Math.round((given.ratePerMinute * given.durationMs) / 60_000));
  const figures = await rehearseLive({ ...given, appSecret, seller: DEMO_SELLER, onProgress: showProgress });
  console.log(toTable(figures));
  if (given.jsonFile)
    writeFileSync(given.jsonFile, `${JSON.stringify({ ...given, shop: given.shop.shop, ...figures }, null, 2)}\n`);
  if (!isClean(figures)) process.exitCode = 1;
}

/** One line that is written over on a terminal; elsewhere a line every ten seconds. */
function createProgress(total: number) {
  const startedAtMs = performance.now();
  let saidAtMs = 0;
  return ({ sent, messages }: { readonly sent: number; readonly messages: number }) => {
    const passedMs = performance.now() - startedAtMs;
    const line = `${(passedMs / 1_000).toFixed(0).padStart(4)} s  ${sent} of ${total} sent, ${messages} private messages`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line}${sent === total ? '\n' : ''}`);
    else if (passedMs - saidAtMs > 10_000) {
      saidAtMs = passedMs;
      console.log(line);
    }
  };
}

function toTable(figures: Figures): string {
  const { comments, sales, messages, latencyMs, lost } = figures;
  const latency = latencyMs
    ? `p50 ${latencyMs.p50} ms, p95 ${latencyMs.p95} ms, max ${latencyMs.max} ms`
    : 'no message';
  const rows = [
    ['Comments sent', `${comments.sent}`],
    ['  accepted by the webhook', `${comments.accepted}`],
    ['  stored', `${comments.stored}`],
    ['Sales (holds)', `${sales.holds} from ${sales.comments} comments`],
    ['Waiting in line', `${figures.waiting}`],
    ['Private messages', `${messages.private}`],
    ['Public replies', `${messages.public}`],
    ['Messages refused', `${messages.refused}`],
    ['Comment to private message', latency],
    ['Doubles', `${figures.doubles}`],
    [
      'Lost',
      `${lost.comments} comments, ${lost.privateMessages} private messages, ${lost.publicReplies} public replies`,
    ],
  ];
  return ['', ...rows.map(([name = '', value]) => `  ${name.padEnd(28)}${value}`), ''].join('\n');
}

try {
  await rehearse(readArguments(process.argv.slice(2)));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exitCode = 1;
}
