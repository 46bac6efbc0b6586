import type { Browser, Page } from 'playwright-core';
import { until } from '../testkit/until.ts';

/** A page in a browser of its own: cookies are not shared. */
export async function openPage(
  browser: Browser,
  url: string,
  options: { readonly locale?: string; readonly isPhone?: boolean } = {},
): Promise<Page> {
  const page = await browser.newPage({
    locale: options.locale ?? 'es-CL',
    ...(options.isPhone ? { viewport: { width: 390, height: 844 } } : {}),
  });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return page;
}

export async function fillCredentials(page: Page, email: string, password: string): Promise<void> {
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
}

/** Signs in on a Spanish page. */
export async function enter(page: Page, email: string, password: string): Promise<void> {
  await fillCredentials(page, email, password);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
}

/** The first address in a mail that `path` names, once the mail has arrived. */
export function linkMailedTo(
  world: { readonly sandboxUrl: string },
  email: string,
  path: 'invitation' | 'reset-password',
): Promise<string> {
  return until('the mail arrives', async () => {
    const { mails } = (await (await fetch(`${world.sandboxUrl}/mail/_mails`)).json()) as {
      mails: { to: string; text: string }[];
    };
    const pattern = new RegExp(`https?:\\S+/${path}#\\S+`);
    return mails.flatMap((mail) => (mail.to === email ? (pattern.exec(mail.text) ?? []) : []))[0];
  });
}
