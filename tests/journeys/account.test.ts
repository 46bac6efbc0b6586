import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD } from '../http/auth-client.ts';
import { signIn } from '../testkit/api.ts';
import { openBrowser } from '../testkit/browser.ts';
import { startWorld, type World } from '../testkit/world.ts';
import { enter, linkMailedTo, openPage } from './people-at-browsers.ts';

const NEW_PASSWORD = 'another-long-password-2';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A person with a store. */
async function join(): Promise<string> {
  const email = `${randomUUID()}@account.example`;
  const api = await signIn(world.baseUrl, { email, password: PASSWORD, name: 'Ana Cuenta' });
  await api.graphql('mutation { createStore(input: { name: "Ana", country: "CL", currency: "CLP" }) { __typename } }');
  return email;
}

async function enterAt(browser: Awaited<ReturnType<typeof openBrowser>>, email: string, password: string) {
  const page = await openPage(browser, `${world.baseUrl}/login`);
  await enter(page, email, password);
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto(`${world.baseUrl}/settings/security`);
  return page;
}

test('a person ends a session elsewhere, changes name and password, and is out everywhere else', async () => {
  await using browser = await openBrowser();
  const email = await join();
  const page = await enterAt(browser, email, PASSWORD);
  const other = await enterAt(browser, email, PASSWORD);
  const sessions = page.getByTestId('sessions').getByRole('listitem');

  await page.reload();
  await page.getByText('Este navegador').waitFor();
  // The session by which the test made the store is the third.
  expect(await sessions.count()).toBe(3);
  await sessions.filter({ hasText: 'Chrome' }).getByRole('button', { name: 'Cerrar la sesión' }).first().click();
  await page.getByText('La sesión se cerró.').waitFor();
  await other.goto(`${world.baseUrl}/settings/security`);
  await other.waitForURL((url) => url.pathname === '/login');
  await enter(other, email, PASSWORD);
  await other.waitForURL((url) => url.pathname === '/');

  await page.getByLabel('Tu nombre').fill('Ana Nueva');
  await page.getByRole('button', { name: 'Guardar' }).click();
  await page.getByText('Tus datos se guardaron.').waitFor();
  await page.locator('header').getByText('Ana Nueva').waitFor();

  const form = page.getByTestId('password-form');
  await form.getByLabel('Contraseña actual').fill('not-the-password');
  await form.getByLabel('Contraseña nueva').fill(NEW_PASSWORD);
  await form.getByRole('button').click();
  await form.getByRole('alert').filter({ hasText: 'La contraseña no es correcta' }).waitFor();
  await form.getByLabel('Contraseña actual').fill(PASSWORD);
  await form.getByRole('button').click();
  await page.getByText('La contraseña nueva vale desde ahora.').waitFor();

  await other.goto(`${world.baseUrl}/settings/security`);
  await other.waitForURL((url) => url.pathname === '/login');
  await enter(other, email, NEW_PASSWORD);
  await other.waitForURL((url) => url.pathname === '/');
  await page.reload();
  await page.getByTestId('logins').getByText('Cambio de contraseña').first().waitFor();
  expect(await sessions.count()).toBe(2);
}, 240_000);

test('who forgot the password gets a link by mail, chooses a new one and signs in', async () => {
  await using browser = await openBrowser();
  const email = await join();
  const page = await openPage(browser, `${world.baseUrl}/login`, { isPhone: true });
  await page.getByRole('link', { name: '¿Olvidaste tu contraseña?' }).click();
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Enviarme el enlace' }) });
  await form.locator('input[name=email]').fill(email);
  await form.getByRole('button').click();
  await page.getByRole('status').filter({ hasText: email }).waitFor();

  await page.goto(await linkMailedTo(world, email, 'reset-password'));
  await page.getByLabel('Contraseña nueva').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Cambiar contraseña' }).click();
  await page.waitForURL((url) => url.pathname === '/login' && url.hash === '');
  await enter(page, email, NEW_PASSWORD);
  await page.waitForURL((url) => url.pathname === '/');
}, 240_000);

test('who came by Facebook sets a password and signs in with it', async () => {
  await using browser = await openBrowser();
  const email = `${randomUUID()}@facebook.example`;
  const page = await openPage(browser, `${world.baseUrl}/login`);
  await page.getByTestId('facebook-login').click();
  await page.locator('input[name=name]').fill('Ana Facebook');
  await page.locator('input[name=email]').fill(email);
  await page.getByTestId('facebook-continue').click();
  await page.getByText('Configura tu tienda').waitFor();

  await page.goto(`${world.baseUrl}/settings/security`);
  const form = page.getByTestId('password-form');
  await form.getByText('Entras solo con Facebook.').waitFor();
  await form.getByLabel('Contraseña nueva').fill(NEW_PASSWORD);
  await form.getByRole('button', { name: 'Poner una contraseña' }).click();
  await form.getByLabel('Contraseña actual').waitFor();
  await page.getByRole('button', { name: 'Cerrar sesión', exact: true }).first().click();
  await page.waitForURL((url) => url.pathname === '/login');
  await enter(page, email, NEW_PASSWORD);
  await page.waitForURL((url) => url.pathname === '/');
}, 240_000);
