import { releaseWithheld } from '../domain/messaging/release-withheld.ts';
import { publishMessages } from './publish-messages.ts';
import { on, type StepApp } from './step.ts';

/** What a pause withheld goes out, once, as far as it still makes sense. */
export const releaseAfterPause = on('bot-resumed', 'release-withheld', async (app, events) => {
  for (const { payload } of events) await releasePause(app, payload.pauseId);
});

/** Releases what one ended pause withheld. */
export async function releasePause(app: StepApp, pauseId: string): Promise<void> {
  const { holds, brakes } = app.config.limits;
  const deps = { pool: app.pool, holdTtlMs: holds.ttlMs, staleReplyMs: brakes.staleReplyMs };
  await publishMessages(app, await releaseWithheld(deps, { pauseId }));
}
