import { createHash } from 'node:crypto';
import shops from '../../demo/shops.json' with { type: 'json' };
import { pushBounded, putBounded } from '../bounded.ts';

const PAGES_MAX = 1_000;
const COMMENTS_MAX = 100_000;
const COMMENTS_PER_PAGE_MAX = 20_000;
const CHATS_MAX = 50_000;
const MESSAGES_PER_CHAT_MAX = 200;

export type Reply = { readonly id: string; readonly text: string; readonly atMs: number; readonly ordinal: number };
export type Comment = {
  readonly id: string;
  readonly pageId: string;
  readonly authorId: string;
  readonly authorName: string | null;
  readonly text: string;
  readonly createdAtMs: number;
  /** Place among all comments; grows by one with each. */
  readonly ordinal: number;
  readonly replies: Reply[];
  isPrivatelyReplied: boolean;
  changedSeq: number;
};
export type ChatButton = { readonly kind: 'link' | 'tap'; readonly title: string; readonly value: string };
export type ChatMessage = {
  readonly id: string;
  readonly from: 'page' | 'buyer';
  readonly text: string;
  readonly buttons: readonly ChatButton[];
  readonly atMs: number;
};
export type Chat = {
  readonly psid: string;
  readonly pageId: string;
  readonly messages: ChatMessage[];
  lastInboundAtMs: number | null;
  changedSeq: number;
};
export type Page = {
  readonly id: string;
  readonly name: string;
  readonly postId: string;
  readonly comments: Comment[];
  liveId: string;
  subscribedFields: readonly string[];
  status: LiveStatus;
  /** Comments of viewers are not told of: the webhook is silent. */
  isSilent: boolean;
  /** What the usage headers say, 0 to 100; 0 leaves them out. */
  usagePercent: number;
};
export const LIVE_STATUSES = ['LIVE', 'LIVE_STOPPED', 'PROCESSING', 'VOD'] as const;
export type LiveStatus = (typeof LIVE_STATUSES)[number];
export type AppSubscription = {
  readonly object: 'page';
  readonly callback_url: string;
  readonly active: boolean;
  readonly fields: readonly { readonly name: string; readonly version: string }[];
};

/** What the sandbox knows of Facebook. Bounded; what is dropped is the oldest. */
export type World = {
  readonly now: () => number;
  readonly pages: Map<string, Page>;
  readonly comments: Map<string, Comment>;
  readonly chats: Map<string, Chat>;
  appSubscription: AppSubscription | null;
  /** Grows with every change, so that the viewer page asks only for what is new. */
  seq: number;
  ordinal: number;
  lastId: number;
};

/** A Facebook with the demo Pages, each with one running live. Every other Page id is born when it is first named. */
export function createWorld(deps: { readonly now: () => number }): World {
  const world: World = {
    now: deps.now,
    pages: new Map(),
    comments: new Map(),
    chats: new Map(),
    appSubscription: null,
    seq: 0,
    ordinal: 0,
    lastId: 0,
  };
  for (const shop of shops) findPage(world, shop.pageId);
  return world;
}

/** The Page, made on first sight. Its post stays the same when the sandbox starts again, its broadcast does not. */
export function findPage(world: World, pageId: string): Page {
  const known = world.pages.get(pageId);
  if (known) return known;
  const page: Page = {
    id: pageId,
    name: shops.find((shop) => shop.pageId === pageId)?.name ?? `Page ${pageId}`,
    postId: `${pageId}_${digitsOf(`post|${pageId}`, 9)}`,
    comments: [],
    liveId: newLiveId(world, pageId),
    subscribedFields: [],
    status: 'LIVE',
    isSilent: false,
    usagePercent: 0,
  };
  putBounded(world.pages, PAGES_MAX, pageId, page);
  return page;
}

/** The Page that an id of a live names, or null. Ids of earlier broadcasts lead to the running one. */
export function findPageOfLive(world: World, liveId: string): Page | null {
  const pageId = /^live_([^_]+)(?:_\d+)?$/.exec(liveId)?.[1];
  return pageId ? findPage(world, pageId) : null;
}

/** Begins, ends or turns a broadcast into a video; one that has ended never runs again, another begins. */
export function setBroadcast(world: World, page: Page, status: LiveStatus): void {
  if (status === 'LIVE' && page.status !== 'LIVE') page.liveId = newLiveId(world, page.id);
  page.status = status;
}

/** Adds a comment of a person to the running live. A known id is left as it was. */
export function addComment(
  world: World,
  input: {
    readonly pageId: string;
    readonly id?: string | undefined;
    readonly authorId: string;
    readonly authorName: string | null;
    readonly text: string;
    readonly createdAtMs?: number | undefined;
  },
): Comment {
  const page = findPage(world, input.pageId);
  const id = input.id ?? `${page.postId.split('_').at(-1)}_${newId(world)}`;
  const known = world.comments.get(id);
  if (known) return known;
  const comment: Comment = {
    id,
    pageId: page.id,
    authorId: input.authorId,
    authorName: input.authorName,
    text: input.text,
    createdAtMs: input.createdAtMs ?? world.now(),
    ordinal: ++world.ordinal,
    replies: [],
    isPrivatelyReplied: false,
    changedSeq: ++world.seq,
  };
  putBounded(world.comments, COMMENTS_MAX, id, comment);
  pushBounded(page.comments, COMMENTS_PER_PAGE_MAX, comment);
  return comment;
}

export function addReply(world: World, comment: Comment, text: string): Reply {
  const reply = {
    id: `${comment.id.split('_')[0]}_${newId(world)}`,
    text,
    atMs: world.now(),
    ordinal: ++world.ordinal,
  };
  pushBounded(comment.replies, 50, reply);
  comment.changedSeq = ++world.seq;
  return reply;
}

/** The chat of a person with a Page, made on first sight. Its id differs from the id of the comments' author. */
export function openChat(world: World, input: { readonly pageId: string; readonly authorId: string }): Chat {
  const psid = psidOf(input);
  const known = world.chats.get(psid);
  if (known) return known;
  const chat: Chat = { psid, pageId: input.pageId, messages: [], lastInboundAtMs: null, changedSeq: ++world.seq };
  putBounded(world.chats, CHATS_MAX, psid, chat);
  return chat;
}

/** Writes a message into a chat. One of the buyer, a tap included, opens the 24 h window. */
export function addMessage(world: World, chat: Chat, message: Omit<ChatMessage, 'id' | 'atMs'>): ChatMessage {
  const added = { ...message, id: `m_${newId(world)}`, atMs: world.now() };
  pushBounded(chat.messages, MESSAGES_PER_CHAT_MAX, added);
  chat.changedSeq = ++world.seq;
  if (added.from === 'buyer') chat.lastInboundAtMs = added.atMs;
  return added;
}

/** The id under which a Page sees the author of a comment: the same name on the same Page is the same person. */
export function authorIdOf(pageId: string, name: string): string {
  return `7${digitsOf(`author|${pageId}|${name.trim().toLowerCase()}`, 15)}`;
}

export function psidOf(input: { readonly pageId: string; readonly authorId: string }): string {
  return `9${digitsOf(`psid|${input.pageId}|${input.authorId}`, 15)}`;
}

// Time first: ids stay new after the sandbox starts again.
function newId(world: World): string {
  world.lastId = Math.max(world.lastId + 1, Date.now() * 1_000);
  return String(world.lastId);
}

function newLiveId(world: World, pageId: string): string {
  return `live_${pageId}_${newId(world)}`;
}

function digitsOf(text: string, length: number): string {
  const value = createHash('sha256').update(text).digest().readBigUInt64BE() % 10n ** BigInt(length);
  return value.toString().padStart(length, '0');
}
