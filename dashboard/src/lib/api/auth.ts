export type AuthOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };
export type Demo = { readonly email: string; readonly password: string };

async function post(path: string, body: object): Promise<AuthOutcome> {
  try {
    const response = await fetch(`/api/auth/${path}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.ok) return { ok: true };
    const answer = (await response.json().catch(() => ({}))) as { readonly message?: string };
    return { ok: false, message: answer.message ?? '' };
  } catch {
    return { ok: false, message: '' };
  }
}

export const signIn = (input: { readonly email: string; readonly password: string }) => post('sign-in/email', input);
export const signUp = (input: { readonly name: string; readonly email: string; readonly password: string }) =>
  post('sign-up/email', input);
export const signOut = () => post('sign-out', {});

/** The demo account, or null where the server offers none. */
export async function findDemo(): Promise<Demo | null> {
  try {
    const response = await fetch('/api/v1/demo');
    return response.ok ? ((await response.json()) as Demo) : null;
  } catch {
    return null;
  }
}
