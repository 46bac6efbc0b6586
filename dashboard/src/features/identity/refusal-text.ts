import type { TFunction } from 'i18next';

const KNOWN = [
  'INVALID_EMAIL_OR_PASSWORD',
  'INVALID_PASSWORD',
  'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
  'INVALID_CODE',
  'INVALID_BACKUP_CODE',
  'CODE_ALREADY_USED',
  'TOO_MANY_TRIES',
] as const;

/** Why signing in was refused, in the words of the page; what it has no words for, in those of the server. */
export function refusalText(t: TFunction, refusal: { readonly code: string; readonly message: string }): string {
  const known = KNOWN.find((code) => code === refusal.code);
  return known ? t(`login.refusal.${known}`) : refusal.message;
}
