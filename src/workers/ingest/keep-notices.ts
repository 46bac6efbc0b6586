import { noteBroadcast } from '../../domain/live/note-broadcast.ts';
import { keepPageNotice } from '../../domain/messaging/keep-page-notice.ts';
import { saveTemplateNotices, type TemplateNotice } from '../../domain/messaging/templates/save-templates.ts';
import type { Sql } from '../../platform/db/transaction.ts';
import type { StoredIncoming } from './save-comments.ts';

/** Keeps what Meta tells of the Page, its templates and its broadcasts, each notice once. */
export async function keepNotices(sql: Sql, stored: readonly StoredIncoming[]): Promise<void> {
  const templates: TemplateNotice[] = [];
  for (const { event, storeId } of stored) {
    const { timestamp: at } = event;
    if (event.event === 'template') {
      const { page_id: pageId, name, state, reason } = event.data;
      templates.push({ storeId, pageId, name, state, reason, at });
    }
    if (event.event === 'live_video') {
      const { fb_live_id: fbLiveId, broadcast } = event.data;
      await noteBroadcast(sql, { storeId, fbLiveId, state: broadcast, at });
    }
    if (event.event === 'integrity') await keepPageNotice(sql, { storeId, at, ...event.data });
  }
  await saveTemplateNotices(sql, templates);
}
