import type { App } from '../../compose.ts';
import { sendMails } from '../../domain/identity/send-mails.ts';

const BATCH = 20;

/** Sends the mails that are due. Without a mail service they wait in their table. */
export async function deliverMails(app: Pick<App, 'pool' | 'vault' | 'mail' | 'config' | 'log'>): Promise<void> {
  const { pool, vault, mail, config, log } = app;
  let isMore = mail !== null;
  while (mail && isMore) {
    const tries = await sendMails({ pool, vault, mail, baseUrl: config.env.BASE_URL }, { limit: BATCH });
    for (const { id, state, reason } of tries)
      if (reason !== null) log.warn({ mailId: id, state, reason }, 'A mail was not sent');
    isMore = tries.length === BATCH;
  }
}
