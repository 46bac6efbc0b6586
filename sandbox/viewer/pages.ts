import { readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { Outbox, SandboxMail } from '../mail/outbox.ts';
import type { History } from '../meta/history.ts';
import { findPage, type Page, type World } from '../meta/world.ts';
import { languageOf, TEXTS } from './texts.ts';

const SCRIPT = readFileSync(new URL('viewer.client.js', import.meta.url), 'utf8');
const STYLE = readFileSync(new URL('sandbox.css', import.meta.url), 'utf8');
const HISTORY_ROWS = 200;
const NAMES = ['Ana Pérez', 'Beto Díaz', 'Carla Núñez', 'Diego Soto', 'Elena Rojas'];

export type ViewerDeps = { readonly world: World; readonly history: History; readonly outbox: Outbox };

/** The pages a person looks at: the lives, one live with its private chat, and the calls that Facebook received. */
export function createViewerPages(deps: ViewerDeps): Hono {
  const pages = new Hono();
  pages.use('*', async (c, next) => {
    await next();
    c.header('content-security-policy', "default-src 'self'; frame-ancestors 'none'; base-uri 'none'");
  });
  pages.get('/', (c) => {
    const pageId = c.req.query('page')?.replace(/[^A-Za-z0-9-]/g, '');
    return pageId ? c.redirect(`/live/${pageId}`) : livesPage(c, deps.world);
  });
  pages.get('/live/:pageId{[A-Za-z0-9-]+}', (c) => livePage(c, findPage(deps.world, c.req.param('pageId'))));
  pages.get('/history', (c) => historyPage(c, deps.history));
  pages.get('/mails', (c) => mailsPage(c, deps.outbox));
  pages.get('/viewer.js', (c) => c.body(SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  pages.get('/sandbox.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  pages.get('/favicon.ico', (c) => c.body(null, 204));
  return pages;
}

function frame(c: Context, input: { readonly title: string; readonly body: string; readonly content: unknown }) {
  return c.html(html`<!doctype html><html lang="${languageOf(c)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${input.title}</title>
<link rel="stylesheet" href="/sandbox.css"></head><body class="${input.body}">${input.content}</body></html>`);
}

function livesPage(c: Context, world: World) {
  const texts = TEXTS[languageOf(c)];
  const cards = [...world.pages.values()].map(
    (page) => html`<li><a class="card hue-${hueOf(page)}" href="/live/${page.id}">
<span class="badge">${texts.live}</span><span class="card-name">${page.name}</span>
<span class="card-hint">${page.id}</span><span class="card-go">${texts.watch} →</span></a></li>`,
  );
  const content = html`<main class="list"><h1>${texts.lives}</h1><p>${texts.livesHint}</p><ul class="cards">${cards}</ul>
<form class="open-page" action="/"><label for="page">${texts.openPage}</label>
<input id="page" name="page" placeholder="${texts.pageId}" required pattern="[A-Za-z0-9\\-]+"><button class="primary">${texts.open}</button></form>
<p><a href="/history">${texts.history}</a> · <a href="/mails">${texts.mails}</a></p></main>`;
  return frame(c, { title: texts.lives, body: 'plain', content });
}

function livePage(c: Context, page: Page) {
  const texts = TEXTS[languageOf(c)];
  const words = { ...texts.script, people: texts.script.people('#') };
  const content = html`<main class="stage" id="stage" data-page="${page.id}" data-words="${JSON.stringify(words)}" data-tab="live">
<section class="live hue-${hueOf(page)}" aria-labelledby="live-name">
<header class="live-head"><a class="avatar" href="/" aria-label="${texts.lives}">${page.name.slice(0, 1)}</a>
<div class="live-title"><h1 id="live-name">${page.name}</h1><span id="people" class="people"></span></div>
<span class="badge">${texts.live}</span></header>
<div class="scene" aria-hidden="true"><i></i><i></i><i></i></div>
<ol class="comments" id="comments" aria-live="polite" aria-label="${texts.comments}" tabindex="0"></ol>
<form class="composer" id="comment-form" autocomplete="off">
<label class="as"><span>${texts.commentAs}</span>
<input id="name" data-testid="viewer-name" name="name" list="names" maxlength="100" required value="${NAMES[0]}"></label>
<datalist id="names">${NAMES.map((name) => html`<option value="${name}"></option>`)}</datalist>
<div class="line"><label class="hidden" for="text">${texts.comment}</label>
<input id="text" data-testid="viewer-text" name="text" maxlength="2000" required placeholder="${texts.commentHint}">
<button class="primary" data-testid="viewer-send">${texts.send}</button></div>
<p class="trouble" id="trouble" role="alert"></p></form></section>
<section class="chat" aria-labelledby="chat-name">
<header class="chat-head"><span class="avatar small" aria-hidden="true">${page.name.slice(0, 1)}</span>
<div><h2 id="chat-name">${page.name}</h2><span class="chat-hint">${texts.chat}</span></div></header>
<ol class="messages" id="messages" aria-live="polite" aria-label="${texts.chatWith} ${page.name}" tabindex="0"></ol>
<form class="line" id="message-form" autocomplete="off"><label class="hidden" for="message">${texts.message}</label>
<input id="message" data-testid="viewer-message" name="message" maxlength="2000" required placeholder="${texts.messageHint}">
<button class="primary" data-testid="viewer-message-send">${texts.send}</button></form></section>
<nav class="tabs"><button type="button" data-tab="live" aria-pressed="true">${texts.tabLive}</button>
<button type="button" data-tab="chat" aria-pressed="false">${texts.tabChat}<b id="unread" hidden></b></button></nav>
</main><script src="/viewer.js" type="module"></script>`;
  return frame(c, { title: `${page.name} · ${texts.live}`, body: 'dark', content });
}

function historyPage(c: Context, history: History) {
  const texts = TEXTS[languageOf(c)];
  const rows = history.calls.slice(-HISTORY_ROWS).reverse();
  const content = html`<main class="list wide"><h1>${texts.history}</h1><p><a href="/">${texts.lives}</a> · <a href="/_history">JSON</a></p>
<div class="scroll"><table><thead><tr><th>#</th><th>time</th><th>kind</th><th>page</th><th>to</th><th>text</th><th>outcome</th></tr></thead><tbody>
${rows.map(
  (
    call,
  ) => html`<tr><td>${call.seq}</td><td>${new Date(call.atMs).toISOString().slice(11, 23)}</td><td>${call.kind}</td>
<td>${call.pageId ?? ''}</td><td>${call.commentId ?? call.psid ?? ''}</td><td>${call.text ?? ''}</td>
<td class="${call.outcome}">${call.outcome}${call.code === null ? '' : raw(` ${call.code}${call.subcode === null ? '' : `/${call.subcode}`}`)}</td></tr>`,
)}</tbody></table></div></main>`;
  return frame(c, { title: texts.history, body: 'plain', content });
}

function mailsPage(c: Context, outbox: Outbox) {
  const texts = TEXTS[languageOf(c)];
  const mails = outbox.mails.slice(-HISTORY_ROWS).reverse();
  const content = html`<main class="list"><h1>${texts.mails}</h1><p><a href="/">${texts.lives}</a> · <a href="/mail/_mails">JSON</a></p>
${mails.length === 0 ? html`<p>${texts.noMails}</p>` : mails.map(mailCard)}</main>`;
  return frame(c, { title: texts.mails, body: 'plain', content });
}

function mailCard(mail: SandboxMail) {
  const parts = mail.text.split(/(https?:\/\/\S+)/);
  return html`<article class="mail" dir="auto"><h2>${mail.subject}</h2>
<p class="mail-head">${mail.to} · ${new Date(mail.atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC</p>
<p class="mail-text">${parts.map((part) => (/^https?:/.test(part) ? html`<a href="${part}">${part}</a>` : part))}</p></article>`;
}

function hueOf(page: Page): number {
  return [...page.id].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 4;
}
