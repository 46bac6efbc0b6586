import { type App, compose } from '../../compose.ts';
import { readEnvironment } from '../../config/environment.ts';
import { pause } from '../../platform/pause.ts';
import { untilAskedToEnd } from '../../platform/run-until-signal.ts';
import { anchorAudit } from './anchor-audit.ts';
import { deliverMails } from './deliver-mails.ts';
import { eraseBuyers } from './erase-buyers.ts';
import { expireHolds } from './expire-holds.ts';
import { forgetPeople } from './forget-people.ts';
import { keepPageTokens } from './keep-page-tokens.ts';
import { keepTemplates } from './keep-templates.ts';
import { moveDeadLetters } from './move-dead-letters.ts';
import { pollLives } from './poll-lives.ts';
import { pruneOldPosts } from './prune-raw-posts.ts';
import { reconcilePayments } from './reconcile-payments.ts';
import { releaseForgotten } from './release-forgotten.ts';
import { remindBuyers } from './remind-buyers.ts';
import { replayLeftSpool } from './replay-spool.ts';
import { republishDeliveries } from './republish-deliveries.ts';
import { republishMessages } from './republish-messages.ts';
import { trimEvents } from './trim-log.ts';
import { watchErrors } from './watch-errors.ts';

const MINUTE_MS = 60_000;

/** What the clock starts. Any number of processes may run them: the database decides who does what. */
export function startTimers(app: App<'timers'>): { stop(): Promise<void> } {
  const { holds, payments, brakes, coverage, messaging } = app.config.limits;
  const stop = new AbortController();
  const loops = [
    every(app, stop.signal, holds.expireEveryMs, expireHolds),
    every(app, stop.signal, payments.reconcileEveryMs, reconcilePayments),
    every(app, stop.signal, brakes.watchEveryMs, watchErrors),
    every(app, stop.signal, brakes.watchEveryMs, releaseForgotten),
    every(app, stop.signal, brakes.watchEveryMs, eraseBuyers),
    every(app, stop.signal, 1_000, replayLeftSpool),
    every(app, stop.signal, 5_000, moveDeadLetters),
    ...Array.from({ length: coverage.lanes }, () => every(app, stop.signal, coverage.tickMs, pollLives)),
    every(app, stop.signal, messaging.remindEveryMs, remindBuyers),
    every(app, stop.signal, 10 * MINUTE_MS, republishMessages),
    every(app, stop.signal, 10 * MINUTE_MS, republishDeliveries),
    every(app, stop.signal, 10 * MINUTE_MS, trimEvents),
    every(app, stop.signal, 60 * MINUTE_MS, keepPageTokens),
    every(app, stop.signal, 1_000, deliverMails),
    every(app, stop.signal, 60 * MINUTE_MS, forgetPeople),
    every(app, stop.signal, messaging.templatesEveryMs, keepTemplates),
    every(app, stop.signal, 60 * MINUTE_MS, anchorAudit),
    every(app, stop.signal, 60 * MINUTE_MS, pruneOldPosts),
  ];
  return {
    async stop() {
      stop.abort();
      await Promise.all(loops);
    },
  };
}

async function every(
  app: App<'timers'>,
  signal: AbortSignal,
  periodMs: number,
  work: (app: App<'timers'>) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work(app);
    } catch (error) {
      app.log.error({ err: error, timer: work.name }, 'A timer failed and will run again');
    }
    await pause(periodMs, signal);
  }
}

if (import.meta.main) {
  await using app = await compose({ role: 'timers', env: readEnvironment(), directory: 'config' });
  const timers = startTimers(app);
  app.log.info('The timers are ready');
  app.log.info({ reason: await untilAskedToEnd() }, 'The timers stop');
  await timers.stop();
}
