import type { App } from '../../compose.ts';
import { keepPageTemplates } from '../../domain/messaging/templates/keep-page-templates.ts';

const PAGES_PER_TURN = 20;

export type TemplateApp = Pick<App, 'pool' | 'vault' | 'metaTemplates' | 'redis' | 'keyPrefix' | 'config' | 'log'>;

/** Looks after the utility templates of the Pages that are due: outside the window only what Meta approved may be sent. */
export async function keepTemplates(app: TemplateApp): Promise<void> {
  const { utilityPermission } = app.config.limits.facebook;
  for (let count = 0; count < PAGES_PER_TURN; count += 1) {
    const kept = await keepPageTemplates({ ...app, templates: app.metaTemplates, utilityPermission });
    if (!kept) return;
    const { storeId, error } = kept;
    if (error)
      app.log.warn({ err: error, storeId }, 'The templates of a Page could not be looked after; what was known stays');
  }
}
