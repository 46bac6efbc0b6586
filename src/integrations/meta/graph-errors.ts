import { z } from 'zod';
import { SendError, type StopOrder } from '../../domain/messaging/graph.ts';

const errorModel = z.object({
  error: z.object({
    code: z.number(),
    error_subcode: z.number().optional(),
    message: z.string().optional(),
    is_transient: z.boolean().optional(),
  }),
});

type Meaning = ConstructorParameters<typeof SendError>[0];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
// Unless the usage headers say how long; a call that comes too early makes it one minute more.
const RATE_MS = MINUTE_MS;

const passing = { verdict: 'again', reason: 'Facebook had a passing fault.' } as const;
const reconnect = (why: string): Meaning => ({
  verdict: 'later',
  reason: `${why} Connect the Page again; what waits is sent then.`,
  stop: { scope: 'page', cause: 'token', forMs: null },
});
const permission = {
  verdict: 'later',
  reason: 'The app lacks a permission for this Page. Connect the Page again and grant all permissions.',
  stop: { scope: 'action', cause: 'permission', forMs: null },
} as const satisfies Meaning;
const unreachable = { verdict: 'never', reason: 'The person cannot be reached, or has blocked the Page.' } as const;
const windowClosed = { verdict: 'window-closed', reason: 'The 24 hour window of this chat is closed.' } as const;
const otherApp = {
  verdict: 'later',
  reason: 'Another app, or Meta itself, leads this chat at the moment. Look at the inbox of the Page.',
} as const;
const stopped = (reason: string, stop: StopOrder): Meaning => ({ verdict: 'later', reason, stop });
const rate = (what: string, forMs = RATE_MS): Meaning =>
  stopped(`Facebook limits the rate of ${what}. It goes on by itself.`, { scope: 'page', cause: 'rate', forMs });

/**
 * What a code, or a code with its subcode, means; the more exact one wins. Source: Messenger Platform, error codes
 * (2026-06-25) and Graph API, rate limiting; 10900 to 10903 and the subcodes of 190 from public integrations.
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  '1': passing,
  '2': passing,
  '1200': passing,
  '190': reconnect('The connection to the Page has ended.'),
  '190/458': reconnect('The app was removed from the Page.'),
  '190/459': reconnect('Facebook wants the person who connected the Page to sign in there first.'),
  '190/460': reconnect('The person who connected the Page has changed the password.'),
  '190/463': reconnect('The connection to the Page has expired.'),
  '190/464': reconnect('Facebook has not confirmed the person who connected the Page.'),
  '190/492': reconnect('The person who connected the Page has lost the role on it.'),
  '3': permission,
  '10': permission,
  '200': permission,
  '299': permission,
  '10/2018278': windowClosed,
  '10/2534022': windowClosed,
  '10/2018065': windowClosed,
  '10/2018108': unreachable,
  '551': unreachable,
  '200/1545041': unreachable,
  '100/2018001': unreachable,
  '10/1893063': stopped('Facebook does not let the Page send for some hours. Look at the support inbox of the Page.', {
    scope: 'page',
    cause: 'restricted',
    forMs: 4 * HOUR_MS,
  }),
  '368': stopped('Facebook has blocked this kind of action for a while, because it looked like abuse.', {
    scope: 'action',
    cause: 'abuse',
    forMs: 6 * HOUR_MS,
  }),
  '2022': stopped('Facebook has switched off sales messages of this Page after a violation of its rules.', {
    scope: 'action',
    cause: 'restricted',
    forMs: 12 * HOUR_MS,
  }),
  '613/2018338': stopped('Facebook warns that the messages look like spam. The rest goes out slower for two hours.', {
    scope: 'pace',
    cause: 'abuse',
    forMs: 2 * HOUR_MS,
  }),
  '4': rate('the app'),
  '17': rate('the account'),
  '32': rate('the Page', 2 * HOUR_MS),
  '613': rate('messages'),
  '100/33': { verdict: 'never', reason: 'The comment is gone, or Facebook hides it from the app.' },
  '10900': { verdict: 'already-done', reason: 'Somebody has already answered this comment in private.' },
  '10902': { verdict: 'never', reason: 'Facebook allows no private reply here.' },
  '10903': { verdict: 'never', reason: 'Facebook allows no private reply to this person.' },
};

// Meta's page does not say whether these are codes or subcodes.
const OTHER_APP: Readonly<Record<number, Meaning>> = { 2018300: otherApp, 2018321: otherApp };

/** What a refusal of the Graph API means for us. The body may be anything; `regainMinutes` is what the usage headers say. */
export function toSendError(answer: {
  readonly status: number;
  readonly body: string;
  readonly regainMinutes: number;
}): SendError {
  const parsed = errorModel.safeParse(parse(answer.body));
  if (!parsed.success) {
    // What stands between Facebook and us gave up waiting; what was asked may have been done.
    const isLost = answer.status === 502 || answer.status === 504;
    const isPassing = answer.status >= 500 || answer.status === 429;
    return new SendError({
      verdict: isLost ? 'no-answer' : isPassing ? 'again' : 'never',
      reason: `Facebook answered with HTTP ${answer.status}.`,
    });
  }
  const { code, error_subcode: subcode, message, is_transient: isTransient } = parsed.data.error;
  const meaning =
    MEANINGS[`${code}/${subcode}`] ??
    OTHER_APP[subcode ?? code] ??
    MEANINGS[code] ??
    (code >= 80_000 && code < 80_100 ? rate('the Page') : undefined);
  if (meaning) return new SendError(withRegain(meaning, answer.regainMinutes));
  if (isTransient || answer.status >= 500) return new SendError(passing);
  return new SendError({
    verdict: 'never',
    reason: `Facebook refused (code ${code}): ${(message ?? 'no reason given').slice(0, 200)}`,
  });
}

function withRegain(meaning: Meaning, regainMinutes: number): Meaning {
  const { stop } = meaning;
  if (stop?.cause !== 'rate' || regainMinutes === 0) return meaning;
  return { ...meaning, stop: { ...stop, forMs: regainMinutes * MINUTE_MS } };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
