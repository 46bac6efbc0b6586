import { createHmac } from 'node:crypto';
import { z } from 'zod';
import {
  type MetaGraph,
  type OutgoingMessage,
  type PageAccess,
  type PageUsage,
  SendError,
} from '../../domain/messaging/graph.ts';
import { askVendor } from '../../platform/net/ask-vendor.ts';
import { type Breaker, CircuitOpenError } from '../../platform/net/breaker.ts';
import { toSendError } from './graph-errors.ts';
import { readUsage } from './read-usage.ts';
import { toMetaLanguage } from './template-words.ts';

export type MetaGraphOptions = {
  readonly baseUrl: string;
  readonly version: string;
  /** Signs the tokens (appsecret_proof) where the role knows the secret. */
  readonly appSecret: string | null;
  readonly timeoutMs: number;
  readonly breaker: Breaker;
  /** Hears what every answer says about the quota of the Page. Must not throw. */
  readonly onUsage?: (usage: PageUsage) => void;
};

/**
 * The only tag that Meta still takes, and only for what a person wrote by hand. CONFIRMED_EVENT_UPDATE, ACCOUNT_UPDATE and
 * POST_PURCHASE_UPDATE fail with code 100 since 2026-04-27 (Messenger Platform, changelog): they do not compile.
 */
export type MessageTag = 'HUMAN_AGENT';
type SendBody = { readonly recipient: object; readonly message: object } & (
  | { readonly messaging_type?: 'RESPONSE' | 'UTILITY' }
  | { readonly messaging_type: 'MESSAGE_TAG'; readonly tag: MessageTag }
);

const sentModel = z.object({ recipient_id: z.string().optional(), message_id: z.string() });
const createdModel = z.object({ id: z.string() });
const repliesModel = z.object({
  data: z.array(
    z.object({ id: z.string(), message: z.string().optional(), from: z.object({ id: z.string() }).optional() }),
  ),
});
const livesModel = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      status: z.string().optional(),
      video: z.object({ id: z.string() }).optional(),
      post_id: z.string().optional(),
    }),
  ),
});

/** The Graph API over HTTP; source: Graph API v26.0, private replies, send messages, live videos. */
export function createMetaGraph(options: MetaGraphOptions): MetaGraph {
  const call = <Model extends z.ZodType>(model: Model, page: PageAccess, path: string, body?: object) =>
    callGraph(options, { model, page, path, body });
  const send = (page: PageAccess, body: SendBody) => call(sentModel, page, `${page.pageId}/messages`, body);
  return {
    replyPublicly: (page, { commentId, text }) => call(createdModel, page, `${commentId}/comments`, { message: text }),
    async replyPrivately(page, { commentId, message, outboxId }) {
      const sent = await send(page, {
        recipient: { comment_id: commentId },
        message: { ...toGraphMessage(message), ...metadataOf(outboxId) },
      });
      return { recipientId: sent.recipient_id ?? null, messageId: sent.message_id };
    },
    async send(page, { psid, message, outboxId, asHuman }) {
      const sent = await send(page, {
        recipient: { id: psid },
        ...(asHuman ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : { messaging_type: 'RESPONSE' }),
        message: { ...toGraphMessage(message), ...metadataOf(outboxId) },
      });
      return { messageId: sent.message_id };
    },
    async sendUtility(page, { psid, template, outboxId }) {
      const parameters = Object.entries(template.parameters).map(([name, text]) => ({
        type: 'text',
        parameter_name: name,
        text,
      }));
      const sent = await send(page, {
        recipient: { id: psid },
        messaging_type: 'UTILITY',
        message: {
          ...metadataOf(outboxId),
          template: {
            name: template.name,
            language: { code: toMetaLanguage(template.language) },
            components: [{ type: 'body', parameters }],
          },
        },
      });
      return { messageId: sent.message_id };
    },
    async findOwnReply(page, { commentId, text }) {
      const replies = await call(repliesModel, page, `${commentId}/comments?fields=id,from,message`);
      const own = replies.data.find((reply) => reply.from?.id === page.pageId && reply.message === text);
      return own ? { id: own.id } : null;
    },
    async findRunningLive(page) {
      const query = `broadcast_status=${encodeURIComponent('["LIVE"]')}&source=owner&fields=id,status,title,video,post_id&limit=10`;
      const lives = await call(livesModel, page, `${page.pageId}/live_videos?${query}`);
      const running = lives.data.find((live) => live.status === 'LIVE');
      return running ? { liveId: running.id, postId: running.post_id ?? null } : null;
    },
  };
}

type GraphCall<Model> = {
  readonly model: Model;
  readonly page: PageAccess;
  readonly path: string;
  readonly body?: object | undefined;
  /** Sees the headers of the answer: Meta writes there how much of the quota is used. */
  readonly onHeaders?: (headers: Headers) => void;
};

/** One call in the name of a token. @throws SendError. */
export async function callGraph<Model extends z.ZodType>(
  options: MetaGraphOptions,
  given: GraphCall<Model>,
): Promise<z.infer<Model>> {
  const url = new URL(`${options.baseUrl}/${options.version}/${given.path}`);
  if (options.appSecret) {
    url.searchParams.set(
      'appsecret_proof',
      createHmac('sha256', options.appSecret).update(given.page.accessToken).digest('hex'),
    );
  }
  const { status, text, headers } = await post(options, url, given);
  given.onHeaders?.(headers);
  const usage = readUsage(headers, given.page.pageId);
  if (usage) options.onUsage?.(usage);
  if (status < 200 || status > 299) throw toSendError({ status, body: text, regainMinutes: usage?.regainMinutes ?? 0 });
  const parsed = given.model.safeParse(parseJson(text));
  if (!parsed.success)
    throw new SendError({ verdict: 'no-answer', reason: 'Facebook answered in a form that we do not know.' });
  return parsed.data;
}

async function post(options: MetaGraphOptions, url: URL, given: GraphCall<unknown>) {
  try {
    return await askVendor(options.breaker, url, {
      method: given.body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${given.page.accessToken}`, 'content-type': 'application/json' },
      ...(given.body ? { body: JSON.stringify(given.body) } : {}),
      signal: AbortSignal.timeout(options.timeoutMs),
    });
  } catch (cause) {
    if (cause instanceof CircuitOpenError)
      throw new SendError({ verdict: 'vendor-away', reason: 'Facebook does not answer now.', cause });
    const verdict = wasNeverHeard(cause) ? 'again' : 'no-answer';
    throw new SendError({ verdict, reason: 'Facebook did not answer.', cause });
  }
}

/** No connection was made, so nothing was done there. */
function wasNeverHeard(error: unknown): boolean {
  const code = ((error as { cause?: unknown }).cause as { code?: string } | undefined)?.code ?? '';
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(code);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Comes back in the echo of the message, so that a lost answer can be settled. */
function metadataOf(outboxId: string): { readonly metadata: string } {
  return { metadata: `outbox:${outboxId}` };
}

// Limits of the button template: text 640, title 20, payload 1000 characters (Messenger Platform, button template).
function toGraphMessage(message: OutgoingMessage): object {
  if (!message.buttons || message.buttons.length === 0) return { text: message.text.slice(0, 2_000) };
  const buttons = message.buttons
    .slice(0, 3)
    .map((button) =>
      button.kind === 'link'
        ? { type: 'web_url', url: button.url, title: button.title.slice(0, 20) }
        : { type: 'postback', title: button.title.slice(0, 20), payload: button.payload.slice(0, 1_000) },
    );
  return {
    attachment: { type: 'template', payload: { template_type: 'button', text: message.text.slice(0, 640), buttons } },
  };
}
