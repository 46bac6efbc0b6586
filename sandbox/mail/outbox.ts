import { Hono } from 'hono';
import { z } from 'zod';
import { pushBounded } from '../bounded.ts';
import { BadBodyError, readJson } from '../read-json.ts';

const MAILS_MAX = 1_000;

export type SandboxMail = {
  readonly id: string;
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};
export type Outbox = { readonly mails: SandboxMail[] };

export function createOutbox(): Outbox {
  return { mails: [] };
}

const mailModel = z.object({
  from: z.string().min(3),
  to: z.array(z.email()).length(1),
  subject: z.string().min(1),
  text: z.string().min(1),
});

/**
 * POST /emails as Resend takes it: a key, and one mail per Idempotency-Key. An address that begins with `bounce@` is
 * refused with 422. GET /_mails: what came, the oldest first.
 */
export function createMailApi(deps: { readonly outbox: Outbox; readonly now: () => number }): Hono {
  const { mails } = deps.outbox;
  return new Hono()
    .post('/emails', async (c) => {
      if (!c.req.header('authorization')?.startsWith('Bearer ')) return c.json({ name: 'missing_api_key' }, 401);
      try {
        const { to, ...mail } = await readJson(c, mailModel);
        const [address = ''] = to;
        if (address.startsWith('bounce@')) return c.json({ name: 'validation_error' }, 422);
        const id = c.req.header('idempotency-key') ?? crypto.randomUUID();
        if (!mails.some((known) => known.id === id))
          pushBounded(mails, MAILS_MAX, { ...mail, id, to: address, atMs: deps.now() });
        return c.json({ id });
      } catch (error) {
        if (!(error instanceof BadBodyError)) throw error;
        return c.json({ name: 'validation_error', message: error.message }, 422);
      }
    })
    .get('/_mails', (c) => c.json({ mails }));
}
