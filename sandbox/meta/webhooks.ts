import { createHmac } from 'node:crypto';
import type { Delivery } from '../deliver.ts';
import type { TEMPLATE_FIELDS, Template } from './templates.ts';
import { addComment, addMessage, authorIdOf, type Comment, findPage, openChat, type World } from './world.ts';

/** JSON as Meta puts it on the wire: everything beyond ASCII as `\uXXXX` with lowercase digits. */
export function toMetaBody(payload: unknown): string {
  return JSON.stringify(payload).replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The value of X-Hub-Signature-256 for a body. */
export function signMetaBody(appSecret: string, body: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

export type FeedComment = Pick<Comment, 'id' | 'authorId' | 'authorName' | 'text' | 'createdAtMs'>;

/** One post of Meta with comments of a live, in the shape of the `feed` field. Its times are whole seconds. */
export function feedPayload(
  page: { readonly id: string; readonly postId: string },
  comments: readonly FeedComment[],
): object {
  return {
    object: 'page',
    entry: comments.map((comment) => ({
      id: page.id,
      time: Math.floor(comment.createdAtMs / 1_000),
      changes: [
        {
          field: 'feed',
          value: {
            item: 'comment',
            verb: 'add',
            post_id: page.postId,
            parent_id: page.postId,
            comment_id: comment.id,
            from: { id: comment.authorId, name: comment.authorName },
            message: comment.text,
            created_time: Math.floor(comment.createdAtMs / 1_000),
            post: { id: page.postId, status_type: 'added_video', is_published: true, promotion_status: 'inactive' },
          },
        },
      ],
    })),
  };
}

// The app behind the inbox of a Page; source: Messenger Platform, handover protocol.
const PAGE_INBOX_APP_ID = 263_902_037_430_900;

/** Who acts on the viewer page: a name, and an id where the caller wants one of its own. */
type Author = { readonly id?: string | undefined; readonly name: string };
type Act = { readonly pageId: string; readonly author: Author; readonly times: number };
type Sent = { readonly status: number | null };

/** A message of the Page in a chat, as its echo tells it. */
export type PageMessage = {
  readonly pageId: string;
  readonly psid: string;
  readonly id: string;
  readonly text: string;
  readonly metadata?: string | undefined;
};

export type MetaSender = {
  comment(
    act: Act & {
      readonly text: string;
      readonly commentId?: string | undefined;
      readonly createdTimeMs?: number | undefined;
    },
  ): Promise<Sent & { readonly commentId: string }>;
  message(act: Act & { readonly text: string }): Promise<Sent & { readonly messageId: string; readonly psid: string }>;
  /** A person of the store answers in the inbox of the Page: Meta echoes it. */
  answer(act: Act & { readonly text: string }): Promise<Sent & { readonly messageId: string; readonly psid: string }>;
  /** Meta's police warns or blocks the Page. */
  police(notice: {
    readonly pageId: string;
    readonly action: 'warning' | 'block' | 'unblock';
    readonly reason: string;
  }): Promise<Sent>;
  /** A template was decided about; `field` is the name under which the webhook comes. */
  template(notice: {
    readonly pageId: string;
    readonly template: Template;
    readonly field?: (typeof TEMPLATE_FIELDS)[number];
  }): Promise<Sent>;
  /** The running broadcast of the Page stands otherwise than before. */
  liveVideo(pageId: string): Promise<Sent>;
  /** Meta holds something against the Page; `beside` stands next to the event, as in one of Meta's examples. */
  integrity(notice: { readonly pageId: string; readonly event: object; readonly beside: object }): Promise<Sent>;
  echo(message: PageMessage): Promise<Sent>;
  /** The buyer's phone got, or the buyer read, all that the Page wrote until `watermarkMs`; now when it is not given. */
  receipt(act: {
    readonly pageId: string;
    readonly author: Author;
    readonly what: 'delivery' | 'read';
    readonly watermarkMs?: number | undefined;
  }): Promise<Sent>;
  tap(
    act: Act & { readonly title: string; readonly payload: string },
  ): Promise<Sent & { readonly messageId: string; readonly psid: string }>;
};

/** What people do on the viewer page, told to our server by signed webhooks. `times` above one delivers duplicates. */
export function createMetaSender(
  deps: { readonly world: World; readonly delivery: Delivery },
  options: { readonly baseUrl: string; readonly appId: string; readonly appSecret: string },
): MetaSender {
  const { world } = deps;
  const url = `${options.baseUrl}/api/v1/webhooks/facebook`;
  const post = async (payload: object, times: number): Promise<Sent> => {
    const body = toMetaBody(payload);
    const headers = { 'x-hub-signature-256': signMetaBody(options.appSecret, body) };
    let status: number | null = null;
    for (let count = 0; count < times; count += 1) status = await deps.delivery.post({ url, headers, body });
    return { status };
  };
  const act = async ({ pageId, author, times }: Act, said: { text: string; payload?: string }) => {
    const authorId = author.id ?? authorIdOf(pageId, author.name);
    const chat = openChat(world, { pageId, authorId });
    const message = addMessage(world, chat, { from: 'buyer', text: said.text, buttons: [] });
    const { payload } = said;
    const what =
      payload === undefined
        ? { message: { mid: message.id, text: said.text } }
        : { postback: { mid: message.id, title: said.text, payload } };
    const event = { sender: { id: chat.psid }, recipient: { id: pageId }, timestamp: message.atMs, ...what };
    const sent = await post({ object: 'page', entry: [{ id: pageId, time: message.atMs, messaging: [event] }] }, times);
    return { messageId: message.id, psid: chat.psid, ...sent };
  };
  return {
    async comment({ pageId, author, times, text, commentId, createdTimeMs }) {
      const comment = addComment(world, {
        pageId,
        id: commentId,
        authorId: author.id ?? authorIdOf(pageId, author.name),
        authorName: author.name,
        text,
        createdAtMs: createdTimeMs,
      });
      if (findPage(world, pageId).isSilent) return { commentId: comment.id, status: null };
      const sent = await post(feedPayload(findPage(world, pageId), [comment]), times);
      return { commentId: comment.id, ...sent };
    },
    async answer({ pageId, author, times, text }) {
      const chat = openChat(world, { pageId, authorId: author.id ?? authorIdOf(pageId, author.name) });
      const { id, atMs } = addMessage(world, chat, { from: 'page', text, buttons: [] });
      const message = { is_echo: true, app_id: PAGE_INBOX_APP_ID, mid: id, text };
      const event = { sender: { id: pageId }, recipient: { id: chat.psid }, timestamp: atMs, message };
      const sent = await post({ object: 'page', entry: [{ id: pageId, time: atMs, messaging: [event] }] }, times);
      return { messageId: id, psid: chat.psid, ...sent };
    },
    police({ pageId, action, reason }) {
      const timestamp = world.now();
      const event = { recipient: { id: pageId }, timestamp, policy_enforcement: { action, reason } };
      return post({ object: 'page', entry: [{ id: pageId, time: timestamp, messaging: [event] }] }, 1);
    },
    template({ pageId, template, field = 'message_template_status_update' }) {
      const value = {
        event: template.status,
        message_template_id: template.id,
        message_template_name: template.name,
        message_template_language: template.language,
        reason: template.reason ?? 'NONE',
      };
      return post({ object: 'page', entry: [{ id: pageId, time: world.now(), changes: [{ field, value }] }] }, 1);
    },
    liveVideo(pageId) {
      const { liveId, status } = findPage(world, pageId);
      const change = { field: 'live_videos', value: { id: liveId, status: status.toLowerCase() } };
      return post(
        { object: 'page', entry: [{ id: pageId, time: Math.floor(world.now() / 1_000), changes: [change] }] },
        1,
      );
    },
    integrity({ pageId, event, beside }) {
      const messaging = [{ timestamp: Math.floor(world.now() / 1_000), ...event }];
      return post({ object: 'page', entry: [{ id: pageId, time: world.now(), messaging, ...beside }] }, 1);
    },
    echo: ({ pageId, psid, id, text, metadata }) => {
      const message = { is_echo: true, app_id: options.appId, mid: id, text, ...(metadata ? { metadata } : {}) };
      const event = { sender: { id: pageId }, recipient: { id: psid }, timestamp: world.now(), message };
      return post({ object: 'page', entry: [{ id: pageId, time: world.now(), messaging: [event] }] }, 1);
    },
    receipt: ({ pageId, author, what, watermarkMs }) => {
      const chat = openChat(world, { pageId, authorId: author.id ?? authorIdOf(pageId, author.name) });
      const event = {
        sender: { id: chat.psid },
        recipient: { id: pageId },
        timestamp: world.now(),
        [what]: { watermark: watermarkMs ?? world.now() },
      };
      return post({ object: 'page', entry: [{ id: pageId, time: world.now(), messaging: [event] }] }, 1);
    },
    message: (input) => act(input, { text: input.text }),
    tap: (input) => act(input, { text: input.title, payload: input.payload }),
  };
}
