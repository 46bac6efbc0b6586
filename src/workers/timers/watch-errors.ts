import type { App } from '../../compose.ts';
import { stopOnErrors } from '../../domain/messaging/stop-on-errors.ts';

/** Stops the bot where most messages fail. */
export async function watchErrors(app: Pick<App, 'pool' | 'config' | 'log'>): Promise<void> {
  for (const storeId of await stopOnErrors(app, app.config.limits.brakes))
    app.log.warn({ storeId }, 'The bot of a store was stopped: most of its messages fail');
}
