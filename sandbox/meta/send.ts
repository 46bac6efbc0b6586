import { z } from 'zod';
import { GraphError, notFound } from './graph-error.ts';
import type { CallKind } from './history.ts';
import { adoptComment } from './replies.ts';
import { fillTemplate, type TemplateBook } from './templates.ts';
import { addMessage, type Chat, type ChatButton, findPage, openChat, type World } from './world.ts';

const DAY_MS = 86_400_000;
const PRIVATE_REPLY_DAYS = 7;
const HUMAN_AGENT_DAYS = 7;

// Limits: Messenger Platform, send messages (2026-05-05) and button template (2026-04-22).
const LIMITS = { text: 2_000, templateText: 640, buttons: 3, title: 20, payload: 1_000 } as const;

const buttonModel = z.discriminatedUnion('type', [
  z.object({ type: z.literal('web_url'), title: z.string().min(1), url: z.url({ protocol: /^https?$/ }) }),
  z.object({ type: z.literal('postback'), title: z.string().min(1), payload: z.string().min(1) }),
]);
const utilityModel = z.object({
  name: z.string().regex(/^[a-z0-9_]+$/),
  language: z.object({ code: z.string().min(2) }),
  components: z
    .array(
      z.object({
        type: z.string(),
        parameters: z.array(z.object({ parameter_name: z.string().optional(), text: z.string() })).default([]),
      }),
    )
    .default([]),
});
const messageModel = z.object({
  text: z.string().min(1).optional(),
  metadata: z.string().max(1_000).optional(),
  template: utilityModel.optional(),
  attachment: z
    .object({
      type: z.literal('template'),
      payload: z.object({ template_type: z.literal('button'), text: z.string().min(1), buttons: z.array(buttonModel) }),
    })
    .optional(),
});
const bodyModel = z.object({
  recipient: z.object({ comment_id: z.string().optional(), id: z.string().optional() }),
  messaging_type: z.enum(['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY']).optional(),
  tag: z.string().optional(),
  sender_action: z.enum(['typing_on', 'typing_off', 'mark_seen']).optional(),
  message: messageModel.optional(),
});

/** What the history keeps of a call; filled in as far as the call was understood. */
export type CallNote = {
  kind: CallKind;
  commentId: string | null;
  psid: string | null;
  text: string | null;
};

type Content = { readonly text: string; readonly buttons: readonly ChatButton[] };

/**
 * `POST /{page-id}/messages`: a private reply to a comment, or a message into a chat.
 * @throws GraphError as Meta refuses: one private reply per comment (10900) within 7 days (10902) to a person (10903);
 * free text only within 24 h of an act of the person (10/2018278); unknown person 100/2018001; limits 100.
 */
export function sendMessage(
  { world, templates }: { readonly world: World; readonly templates: TemplateBook },
  input: { readonly pageId: string; readonly objectId: string; readonly body: unknown; readonly note: CallNote },
): object {
  if (input.objectId !== input.pageId && input.objectId !== 'me') throw notFound(input.objectId);
  const parsed = bodyModel.safeParse(input.body);
  if (!parsed.success) throw new GraphError(100, `(#100) ${z.prettifyError(parsed.error)}`);
  const body = parsed.data;
  const { comment_id: commentId, id: psid } = body.recipient;
  input.note.commentId = commentId ?? null;
  input.note.psid = psid ?? null;
  if (body.sender_action) return actInChat(world, input, psid);
  const content = readContent(templates, input.pageId, body.message);
  input.note.text = content.text;
  if (commentId) return replyPrivately(world, input, { commentId, content });
  input.note.kind = body.messaging_type === 'UTILITY' ? 'utility' : 'send';
  const chat = requireChat(world, input.pageId, psid);
  assertMaySend(world, chat, body);
  const { id } = addMessage(world, chat, { from: 'page', ...content });
  return { recipient_id: chat.psid, message_id: id };
}

function replyPrivately(
  world: World,
  { pageId, note }: { readonly pageId: string; readonly note: CallNote },
  { commentId, content }: { readonly commentId: string; readonly content: Content },
): object {
  note.kind = 'private_reply';
  const comment = adoptComment(world, pageId, commentId);
  if (comment.authorId === pageId) throw new GraphError(10_903, '(#10903) This user cannot be replied to privately.');
  if (world.now() - comment.createdAtMs >= PRIVATE_REPLY_DAYS * DAY_MS) {
    throw new GraphError(10_902, '(#10902) This activity can no longer be replied to privately.');
  }
  if (comment.isPrivatelyReplied) throw new GraphError(10_900, '(#10900) This activity was already replied to.');
  comment.isPrivatelyReplied = true;
  const chat = openChat(world, comment);
  note.psid = chat.psid;
  const { id } = addMessage(world, chat, { from: 'page', ...content });
  return { recipient_id: chat.psid, message_id: id };
}

function actInChat(
  world: World,
  { pageId, note }: { readonly pageId: string; readonly note: CallNote },
  psid?: string,
) {
  note.kind = 'sender_action';
  return { recipient_id: requireChat(world, pageId, psid).psid };
}

function requireChat(world: World, pageId: string, psid: string | undefined): Chat {
  const chat = psid ? world.chats.get(psid) : undefined;
  if (chat?.pageId !== pageId) throw new GraphError(100, '(#100) No matching user found', 2_018_001);
  return chat;
}

/** Source: Messenger Platform, send messages (2026-05-05): the removed tags fail with 100 since 2026-04-27. */
function assertMaySend(world: World, chat: Chat, body: z.infer<typeof bodyModel>): void {
  const sinceInboundMs = world.now() - (chat.lastInboundAtMs ?? Number.NEGATIVE_INFINITY);
  if (!body.messaging_type) throw new GraphError(100, '(#100) The parameter messaging_type is required.');
  if (body.messaging_type === 'UTILITY') {
    if (!body.message?.template) throw new GraphError(100, '(#100) A utility message needs a template.');
    return;
  }
  const isHuman = body.messaging_type === 'MESSAGE_TAG' && body.tag === 'HUMAN_AGENT';
  if (body.messaging_type === 'MESSAGE_TAG' && !isHuman) {
    throw new GraphError(100, `(#100) The message tag ${body.tag ?? ''} is no longer supported.`);
  }
  const windowMs = isHuman ? HUMAN_AGENT_DAYS * DAY_MS : DAY_MS;
  if (sinceInboundMs >= windowMs) {
    throw new GraphError(10, '(#10) This message is sent outside of the allowed window.', 2_018_278);
  }
}

function readContent(
  templates: TemplateBook,
  pageId: string,
  message: z.infer<typeof messageModel> | undefined,
): Content {
  if (message?.attachment) return readButtons(message.attachment.payload);
  if (message?.template) {
    const { name, language, components } = message.template;
    const given = components.flatMap(({ parameters }) => parameters);
    const values = new Map(given.map(({ parameter_name: parameter = '', text }) => [parameter, text]));
    return { text: fillTemplate(templates, { pageId, name, language: language.code, values }), buttons: [] };
  }
  if (!message?.text) throw new GraphError(100, '(#100) The message must have a text or an attachment.');
  assertLength('message[text]', message.text, LIMITS.text);
  return { text: message.text, buttons: [] };
}

type Template = NonNullable<z.infer<typeof messageModel>['attachment']>['payload'];

function readButtons({ text, buttons }: Template): Content {
  assertLength('text of the button template', text, LIMITS.templateText);
  if (buttons.length < 1 || buttons.length > LIMITS.buttons) {
    throw new GraphError(100, `(#100) A button template has 1 to ${LIMITS.buttons} buttons, not ${buttons.length}.`);
  }
  for (const button of buttons) {
    assertLength('title of a button', button.title, LIMITS.title);
    if (button.type === 'postback') assertLength('payload of a button', button.payload, LIMITS.payload);
  }
  return {
    text,
    buttons: buttons.map((button) =>
      button.type === 'web_url'
        ? { kind: 'link', title: button.title, value: button.url }
        : { kind: 'tap', title: button.title, value: button.payload },
    ),
  };
}

function assertLength(what: string, text: string, maxChars: number): void {
  if (text.length > maxChars) {
    throw new GraphError(100, `(#100) Length of ${what} must be less than or equal to ${maxChars}`);
  }
}

/** Fields of the Page that an app listens to. */
export function changeSubscription(
  world: World,
  input: {
    readonly pageId: string;
    readonly appId: string;
    readonly method: string;
    readonly fields: string | undefined;
    readonly unknownFields: readonly string[];
  },
): object {
  const page = findPage(world, input.pageId);
  if (input.method === 'GET') {
    const isSubscribed = page.subscribedFields.length > 0;
    return { data: isSubscribed ? [{ id: input.appId, subscribed_fields: page.subscribedFields }] : [] };
  }
  const fields = input.method === 'POST' ? (input.fields ?? '').split(',').filter(Boolean) : [];
  if (input.method === 'POST' && fields.length === 0) {
    throw new GraphError(100, '(#100) The parameter subscribed_fields is required.');
  }
  const unknown = fields.find((field) => input.unknownFields.includes(field));
  if (unknown) throw new GraphError(100, `(#100) Param subscribed_fields: ${unknown} is none of the known fields.`);
  page.subscribedFields = fields;
  return { success: true };
}
