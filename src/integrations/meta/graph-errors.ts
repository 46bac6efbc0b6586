import { z } from 'zod';
import { SendError, type SendVerdict } from '../../domain/messaging/graph.ts';

const errorModel = z.object({
  error: z.object({
    code: z.number(),
    error_subcode: z.number().optional(),
    message: z.string().optional(),
    is_transient: z.boolean().optional(),
  }),
});

// Source: Messenger Platform error codes (2026-06-25) and rate limiting; 10900–10903 from public integrations.
const VERDICTS: Readonly<Record<number, { readonly verdict: SendVerdict; readonly reason: string }>> = {
  1: { verdict: 'again', reason: 'Facebook had a passing fault.' },
  2: { verdict: 'again', reason: 'Facebook had a passing fault.' },
  4: { verdict: 'again', reason: 'Facebook limits the rate of the app.' },
  17: { verdict: 'again', reason: 'Facebook limits the rate of the account.' },
  32: { verdict: 'again', reason: 'Facebook limits the rate of the Page.' },
  613: { verdict: 'again', reason: 'Facebook limits the rate of messages.' },
  1200: { verdict: 'again', reason: 'Facebook had a passing fault.' },
  190: { verdict: 'never', reason: 'The connection to the Page has ended. Connect the Page again.' },
  200: {
    verdict: 'never',
    reason: 'The app lacks a permission for this Page. Connect the Page again and grant all permissions.',
  },
  368: { verdict: 'never', reason: 'Facebook has blocked this kind of action for a while.' },
  551: { verdict: 'never', reason: 'The person cannot be reached now.' },
  2022: { verdict: 'never', reason: 'Facebook has switched off sales messages for this Page.' },
  10900: { verdict: 'already-done', reason: 'The comment already has its private reply.' },
  10902: { verdict: 'never', reason: 'Facebook allows no private reply here.' },
  10903: { verdict: 'never', reason: 'Facebook allows no private reply to this person.' },
};

/** What a refusal of the Graph API means for us. The body may be anything. */
export function toSendError(status: number, body: string): SendError {
  const parsed = errorModel.safeParse(parse(body));
  if (!parsed.success) {
    const isPassing = status >= 500 || status === 429;
    return new SendError({ verdict: isPassing ? 'again' : 'never', reason: `Facebook answered with HTTP ${status}.` });
  }
  const { code, error_subcode: subcode, message, is_transient: isTransient } = parsed.data.error;
  if (code === 10 && (subcode === 2018278 || subcode === 2534022 || subcode === 2018065)) {
    return new SendError({ verdict: 'never', reason: 'The 24 hour window of this chat is closed.' });
  }
  const known = VERDICTS[code];
  if (known) return new SendError(known);
  if (isTransient || status >= 500 || (code >= 80_000 && code < 80_100)) {
    return new SendError({ verdict: 'again', reason: 'Facebook had a passing fault.' });
  }
  return new SendError({
    verdict: 'never',
    reason: `Facebook refused (code ${code}): ${(message ?? 'no reason given').slice(0, 200)}`,
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
