import { MailRefusedError, type MailSender } from '../../domain/identity/mail-sender.ts';

export type MailOptions = {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Name and address that mails come from. */
  readonly from: string;
  readonly timeoutMs: number;
};

// 409: the same id is being sent right now; 429: later.
const WORTH_ANOTHER_TRY = new Set([401, 403, 408, 409, 429]);

/** Mail over HTTP as Resend takes it; source: Resend API reference, send email and idempotency keys (24 h). */
export function createMailSender(options: MailOptions): MailSender {
  return {
    async send({ id, to, subject, text }) {
      const response = await fetch(`${options.baseUrl}/emails`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${options.apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': id,
        },
        body: JSON.stringify({ from: options.from, to: [to], subject, text }),
        redirect: 'error',
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      await response.body?.cancel();
      if (response.ok) return;
      const message = `The mail service answered with HTTP ${response.status}.`;
      const isFinal = response.status < 500 && !WORTH_ANOTHER_TRY.has(response.status);
      throw isFinal ? new MailRefusedError(message) : new Error(message);
    },
  };
}
