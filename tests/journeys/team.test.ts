import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, totpOf } from '../http/auth-client.ts';
import { openShop, type Shop, uuidIn } from '../resolvers/scene.ts';
import { signIn } from '../testkit/api.ts';
import { openBrowser } from '../testkit/browser.ts';
import { seedComment } from '../testkit/scene.ts';
import { startWorld, type World } from '../testkit/world.ts';
import { enter, fillCredentials, linkMailedTo, openPage } from './people-at-browsers.ts';

let world: World & { readonly url: string };
let shop: Shop;
const owner = `${randomUUID()}@owner.example`;

beforeAll(async () => {
  const started = await startWorld();
  world = Object.assign(started, { url: started.baseUrl });
  shop = await openShop(world, await signIn(world.url, { email: owner, password: PASSWORD, name: 'Ana Dueña' }));
  await seedComment(world.app.pool, {
    storeId: uuidIn(shop.ids.store),
    liveEventId: uuidIn(shop.ids.live),
    text: 'hola a todos',
  });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Invites on the page of the team and accepts in a browser of its own, as a person without an account. */
async function bringIn(browser: Browser, team: Page, given: { role: string; name: string }): Promise<Page> {
  const email = `${randomUUID()}@team.example`;
  const form = team.getByTestId('invite-form');
  await form.locator('input[name=email]').fill(email);
  await form.locator('select[name=role]').selectOption(given.role);
  await form.getByRole('button').click();
  await team.getByTestId('invitations').getByText(email).waitFor();
  const link = await linkMailedTo(world, email, 'invitation');
  const page = await openPage(browser, link);
  await page.getByRole('button', { name: 'Soy nuevo aquí' }).click();
  await page.locator('input[name=name]').fill(given.name);
  await fillCredentials(page, email, PASSWORD);
  await page.getByRole('button', { name: 'Crear cuenta' }).click();
  await page.getByTestId('accept-invitation').click();
  await page.waitForURL((url) => url.pathname !== '/invitation');
  return page;
}

async function beginFactor(page: Page): Promise<void> {
  await page.goto(`${world.url}/settings/security`);
  await page.locator('main input[name=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Configurar códigos' }).click();
}

async function verify(page: Page, code: string): Promise<void> {
  await page.locator('input[name=code]').fill(code);
  await page.getByRole('button', { name: 'Verificar' }).click();
}

async function signOutAndEnter(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Cerrar sesión', exact: true }).first().click();
  await page.waitForURL((url) => url.pathname === '/login');
  await enter(page, email, PASSWORD);
}

const menuOf = (page: Page) => page.locator('nav:visible').getByRole('link').allInnerTexts();

test('an owner invites by mail, each role sees its own pages and no button that would be refused, and who is removed is out', async () => {
  await using browser = await openBrowser();
  const seller = await openPage(browser, `${world.url}/login`);
  await enter(seller, owner, PASSWORD);
  await seller.waitForURL((url) => url.pathname === '/');
  await seller.goto(`${world.url}/settings/team`);

  const staff = await bringIn(browser, seller, { role: 'STAFF', name: 'Susana Personal' });
  await staff.getByText('Poleras Ana').first().waitFor();
  expect(await menuOf(staff)).toHaveLength(7);
  await staff.goto(`${world.url}/products`);
  await staff.getByText(shop.sku).first().waitFor();
  expect(await staff.locator('main').getByRole('button').count()).toBe(0);
  await staff.goto(`${world.url}/settings/team`);
  await staff.getByText('Aquí no hay nada').waitFor();
  await staff.goto(`${world.url}/settings`);
  await staff.waitForURL((url) => url.pathname === '/settings/store');
  const settings = staff.getByRole('navigation', { name: 'Ajustes' }).getByRole('link');
  await settings.filter({ hasText: 'Cuenta y seguridad' }).waitFor();
  expect(await settings.allInnerTexts()).toEqual(['Tienda', 'Mensajes y límites', 'Servicios', 'Cuenta y seguridad']);
  await staff.getByRole('link', { name: 'Cuenta y seguridad' }).click();
  await staff.getByTestId('logins').getByText('Cuenta nueva').waitFor();
  await staff.goto(`${world.url}/settings/payments`);
  await staff.getByText('Aquí no hay nada').waitFor();

  const moderator = await bringIn(browser, seller, { role: 'MODERATOR', name: 'Mario Moderador' });
  await moderator.waitForURL((url) => url.pathname === '/lives');
  await moderator.locator('nav:visible').getByRole('link', { name: 'Ajustes' }).waitFor();
  expect(await menuOf(moderator)).toEqual(['Lives', 'Chats', 'Ajustes']);
  await moderator.getByText('Martes de poleras').click();
  await moderator.getByText('hola a todos').waitFor();
  await moderator.locator('[data-testid=connection-state][data-state=live]').waitFor();
  expect(await moderator.getByTestId('live-board').getByRole('button', { name: 'Terminar' }).count()).toBe(0);
  expect(await moderator.getByRole('searchbox').count()).toBe(0);

  await seller.reload();
  const row = seller.getByTestId('members').getByRole('listitem').filter({ hasText: 'Mario Moderador' });
  await row.getByRole('button', { name: 'Quitar' }).click();
  await seller.getByRole('dialog').getByRole('button', { name: 'Quitar' }).click();
  await row.waitFor({ state: 'detached' });
  await moderator.getByTestId('live-board').waitFor({ state: 'detached' });
  await moderator.goto(`${world.url}/lives`);
  await moderator.getByText('Configura tu tienda').waitFor();
}, 240_000);

test('a link that went to another address says so and offers another account', async () => {
  await using browser = await openBrowser();
  const page = await openPage(browser, `${world.url}/invitation#not-a-token`, { isPhone: true });
  await enter(page, owner, PASSWORD);
  await page.getByText('Este enlace no abre nada para ti').waitFor();
  await page.getByText(owner).waitFor();
  await page.getByRole('button', { name: 'Usar otra cuenta' }).click();
  await page.locator('input[name=password]').waitFor();
}, 60_000);

test('a person sets up one-time codes, and signs in with a code and with a backup code', async () => {
  await using browser = await openBrowser();
  const email = `${randomUUID()}@factor.example`;
  await openShop(world, await signIn(world.url, { email, password: PASSWORD, name: 'Dos Pasos' }));
  const page = await openPage(browser, `${world.url}/login`);
  await enter(page, email, PASSWORD);
  await page.waitForURL((url) => url.pathname === '/');
  await beginFactor(page);
  const uri = (await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? '';
  const backup = (await page.getByTestId('backup-codes').locator('li').first().innerText()).trim();
  // Of the step before: the next code is still to be used.
  await verify(page, totpOf(uri, Date.now() - 30_000));
  await page.getByText('Activado', { exact: true }).waitFor();

  await signOutAndEnter(page, email);
  await verify(page, '000000');
  await page.getByText('El código no es correcto.').waitFor();
  await verify(page, totpOf(uri));
  await page.waitForURL((url) => url.pathname === '/');

  await signOutAndEnter(page, email);
  await verify(page, backup);
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto(`${world.url}/settings/security`);
  await page.getByTestId('logins').getByText('Código de respaldo').first().waitFor();

  await signOutAndEnter(page, email);
  await verify(page, backup);
  await page.getByRole('alert').waitFor();
}, 240_000);

test('a person renews the backup codes and switches the second step off', async () => {
  await using browser = await openBrowser();
  const email = `${randomUUID()}@factor.example`;
  const api = await signIn(world.url, { email, password: PASSWORD, name: 'Dos Pasos' });
  await openShop(world, api);
  const page = await openPage(browser, `${world.url}/login`);
  await enter(page, email, PASSWORD);
  await page.waitForURL((url) => url.pathname === '/');
  await beginFactor(page);
  await page.getByRole('img', { name: 'Código QR' }).waitFor();
  const uri = (await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? '';
  await verify(page, totpOf(uri, Date.now() - 30_000));

  const controls = page.getByTestId('factor-controls');
  await controls.getByRole('button', { name: 'Nuevos códigos de respaldo' }).click();
  await controls.getByRole('alert').filter({ hasText: 'La contraseña no es correcta' }).waitFor();
  await controls.getByLabel('Contraseña').fill(PASSWORD);
  await controls.getByRole('button', { name: 'Nuevos códigos de respaldo' }).click();
  await controls.getByTestId('backup-codes').waitFor();

  await controls.getByLabel('Contraseña').fill(PASSWORD);
  await controls.getByRole('button', { name: 'Desactivar' }).click();
  await page.getByText('El segundo paso está desactivado').waitFor();
  await page.getByText('Desactivado', { exact: true }).waitFor();
  await signOutAndEnter(page, email);
  await page.waitForURL((url) => url.pathname === '/');
}, 240_000);
