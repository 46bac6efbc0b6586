import type { TFunction } from 'i18next';
import type { Outcome } from '../../lib/api/act.ts';
import type { AuthOutcome } from '../../lib/api/auth.ts';

type Granted = Extract<AuthOutcome, { readonly ok: true }>;

const KNOWN = [
  'INVALID_EMAIL_OR_PASSWORD',
  'INVALID_PASSWORD',
  'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
  'INVALID_CODE',
  'INVALID_BACKUP_CODE',
  'CODE_ALREADY_USED',
  'TOO_MANY_TRIES',
  'INVALID_TOKEN',
  'SESSION_NOT_FRESH',
] as const;

/** Why something about signing in was refused, in the words of the page; what it has no words for, in the server's. */
export function refusalText(t: TFunction, refusal: { readonly code: string; readonly message: string }): string {
  const known = KNOWN.find((code) => code === refusal.code);
  return known ? t(`login.refusal.${known}`) : refusal.message;
}

/** The same as what a form understands. */
export function outcomeOf(t: TFunction, answer: AuthOutcome): Outcome<Granted> {
  return answer.ok ? { ok: true, data: answer } : { ok: false, message: refusalText(t, answer), fields: [] };
}
