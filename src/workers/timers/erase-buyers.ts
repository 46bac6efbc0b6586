import type { App } from '../../compose.ts';
import { type DueErasure, eraseBuyer, findDueErasures } from '../../domain/messaging/wishes/erase-buyer.ts';
import { streamKey } from '../../events/streams.ts';
import { dropParked, listParked } from '../../redis-streams-lite/parked.ts';

const PAGE = 200;

/** Forgets the buyers who asked for it, the raw events of theirs that were given up included. */
export async function eraseBuyers(app: App<'timers'>): Promise<void> {
  for (const erasure of await findDueErasures(app.pool, app.config.limits.brakes.erasePatienceMs)) {
    const deadLetters = await dropDeadLetters(app, erasure);
    await eraseBuyer(app, { erasure, deadLetters });
  }
}

async function dropDeadLetters(app: App<'timers'>, { fbAuthorId, psid }: DueErasure): Promise<number> {
  const place = { stream: streamKey(app.keyPrefix, 'incomingComments'), group: 'ingestion' };
  const marks = [fbAuthorId, psid].filter((id) => id !== null).map((id) => JSON.stringify(id));
  const ids: string[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await listParked(app.redis, { ...place, offset, limit: PAGE });
    ids.push(...page.filter(({ body }) => marks.some((mark) => body.includes(mark))).map(({ id }) => id));
    if (page.length < PAGE) break;
  }
  return dropParked(app.redis, { ...place, ids });
}
