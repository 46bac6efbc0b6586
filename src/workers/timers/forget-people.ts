import type { App } from '../../compose.ts';
import { forgetOld } from '../../domain/identity/forget-old.ts';

/** Lets go of what is kept of people for a while only. */
export async function forgetPeople(app: Pick<App, 'pool'>): Promise<void> {
  await forgetOld(app.pool);
}
