export type AuthOutcome =
  | { readonly ok: true; readonly asksCode: boolean; readonly backupCodes: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly code: string };
export type Demo = { readonly email: string; readonly password: string };
/** What a new second factor is made of: shown once. */
export type NewFactor = { readonly totpUri: string; readonly backupCodes: readonly string[] };

type Answer = {
  readonly message?: string;
  readonly code?: string;
  readonly url?: string;
  readonly twoFactorRedirect?: boolean;
  readonly totpURI?: string;
  readonly backupCodes?: readonly string[];
};

async function call(path: string, body: object): Promise<{ readonly ok: boolean; readonly answer: Answer }> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { ok: response.ok, answer: ((await response.json().catch(() => null)) as Answer | null) ?? {} };
  } catch {
    return { ok: false, answer: {} };
  }
}

async function post(path: string, body: object): Promise<AuthOutcome> {
  const { ok, answer } = await call(path, body);
  return ok
    ? { ok, asksCode: answer.twoFactorRedirect === true, backupCodes: answer.backupCodes ?? [] }
    : { ok, message: answer.message ?? '', code: answer.code ?? '' };
}

export const signIn = (input: { readonly email: string; readonly password: string }) => post('sign-in/email', input);
export const signUp = (input: {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** Language of mails to the person. */
  readonly uiLang: string;
}) => post('sign-up/email', input);
export const signOut = () => post('sign-out', {});
export const signOutEverywhere = () => post('revoke-sessions', {});

export const updatePerson = (input: { readonly name: string; readonly uiLang: string }) => post('update-user', input);

export const changePassword = (input: {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly revokeOtherSessions: boolean;
}) => post('change-password', input);
/** The first password of somebody who has none. */
export const setPassword = (newPassword: string) => post('set-password', { newPassword });
/** Asks for the mail with a link; the answer is the same whether there is such an account or not. */
export const requestReset = (email: string) => post('request-password-reset', { email });
export const resetPassword = (token: string, newPassword: string) => post('reset-password', { token, newPassword });

async function get<Data>(path: string): Promise<Data | null> {
  try {
    const response = await fetch(`/api/auth/${path}`, { credentials: 'same-origin' });
    return response.ok ? ((await response.json()) as Data) : null;
  } catch {
    return null;
  }
}

/** Whether the person has a password, or came by another way only; null when that cannot be known now. */
export async function hasPassword(): Promise<boolean | null> {
  const accounts = await get<readonly { readonly providerId: string }[]>('list-accounts');
  return accounts?.some(({ providerId }) => providerId === 'credential') ?? null;
}

export type BrowserSession = {
  /** Names the session; opens nothing without the server's signature. */
  readonly token: string;
  readonly createdAt: string;
  readonly ipAddress?: string | null;
  readonly userAgent?: string | null;
  /** The one of this browser. */
  readonly isThis: boolean;
};

/** Where the person is signed in, this browser first; null when that cannot be known now. */
export async function listSessions(): Promise<readonly BrowserSession[] | null> {
  const [sessions, current] = await Promise.all([
    get<readonly Omit<BrowserSession, 'isThis'>[]>('list-sessions'),
    get<{ readonly session: { readonly token: string } }>('get-session'),
  ]);
  if (!sessions || !current) return null;
  return sessions
    .map((session) => ({ ...session, isThis: session.token === current.session.token }))
    .toSorted((a, b) => Number(b.isThis) - Number(a.isThis) || b.createdAt.localeCompare(a.createdAt));
}

/** Whether it ended. */
export const endSession = async (token: string): Promise<boolean> => (await post('revoke-session', { token })).ok;

/** A code of the authenticator has six digits; anything else is a backup code. */
export const verifyCode = (code: string) =>
  post(/^\d{6}$/.test(code) ? 'two-factor/verify-totp' : 'two-factor/verify-backup-code', { code });

// An empty password: the person has none.
const withPassword = (password: string) => (password === '' ? {} : { password });

/** New backup codes; the old ones open nothing from then on. */
export const renewBackupCodes = (password: string) => post('two-factor/generate-backup-codes', withPassword(password));
export const switchFactorOff = (password: string) => post('two-factor/disable', withPassword(password));

/** Begins a second factor; it holds once a first code was verified. */
export async function beginFactor(
  password: string,
): Promise<NewFactor | { readonly message: string; readonly code: string }> {
  const { ok, answer } = await call('two-factor/enable', withPassword(password));
  if (!ok || !answer.totpURI) return { message: answer.message ?? '', code: answer.code ?? '' };
  return { totpUri: answer.totpURI, backupCodes: answer.backupCodes ?? [] };
}

/** Where to continue with Facebook, or null when that failed. */
export async function findFacebookUrl(): Promise<string | null> {
  const { answer } = await call('sign-in/social', {
    provider: 'facebook',
    callbackURL: '/',
    errorCallbackURL: '/login',
  });
  return answer.url ?? null;
}

/** Whether the server offers to continue with Facebook. */
export async function hasFacebook(): Promise<boolean> {
  try {
    const response = await fetch('/api/v1/sign-in-ways');
    return response.ok && ((await response.json()) as { facebook: boolean }).facebook;
  } catch {
    return false;
  }
}

/** The demo account, or null where the server offers none. */
export async function findDemo(): Promise<Demo | null> {
  try {
    const response = await fetch('/api/v1/demo');
    return response.ok ? ((await response.json()) as Demo) : null;
  } catch {
    return null;
  }
}
