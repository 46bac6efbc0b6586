import { z } from 'zod';
import type { Incoming } from '../../events/incoming.ts';
import { toIntegrity, toLiveVideo, toTemplate } from './parse-notices.ts';
import { cleanText, digest, idModel as id, isTime, type Received, toIso } from './webhook-values.ts';

const TEXT_MAX_CHARS = 2_000;
const NAME_MAX_CHARS = 200;
const REASON_MAX_CHARS = 500;

// What an event can do without: of a shape that is not Meta's it counts as absent, and costs nobody a comment.
const spare = <Model extends z.ZodType>(model: Model) => model.nullish().catch(null);
const time = spare(z.number());

const envelopeModel = z.object({ object: z.string(), entry: z.array(z.unknown()) });
const entryModel = z.object({
  id,
  time,
  changes: z.unknown().optional(),
  messaging: z.unknown().optional(),
  // Meta's own example puts what is restricted beside the list.
  restrictions: z.unknown().optional(),
});
type Entry = z.infer<typeof entryModel>;

const commentModel = z.object({
  field: z.literal('feed'),
  value: z.object({
    item: z.literal('comment'),
    verb: z.literal('add'),
    comment_id: id,
    post_id: spare(id),
    // Not to be done without: whose comment it is tells the Page's own from the others.
    from: z.object({ id, name: spare(z.string()) }).nullish(),
    message: z.string().min(1),
    created_time: time,
  }),
});

const echoModel = z.object({
  sender: z.object({ id }),
  recipient: z.object({ id }),
  timestamp: time,
  message: z.object({
    is_echo: z.literal(true),
    mid: id,
    // What has buttons comes without a text.
    text: spare(z.string()),
    app_id: spare(z.union([z.number(), id])),
    metadata: spare(z.string()),
  }),
});
const watermark = z.object({ watermark: z.number().positive() });
// A delivery may leave out its ids of messages; the watermark is always there.
const receiptModel = z.object({
  sender: z.object({ id }),
  timestamp: time,
  delivery: spare(watermark),
  read: spare(watermark),
});
const messageModel = z.object({
  sender: z.object({ id }),
  timestamp: time,
  message: z.object({ mid: spare(id), text: z.string().min(1), quick_reply: z.unknown().optional() }),
});
const postbackModel = z.object({
  sender: z.object({ id }),
  timestamp: time,
  postback: z.object({ mid: spare(id), title: spare(z.string()), payload: spare(z.string()) }),
});

// Source: Messenger Platform, messaging_policy_enforcement. A block has no reason.
const policyModel = z.object({
  timestamp: time,
  policy_enforcement: z.object({ action: z.enum(['warning', 'block', 'unblock']), reason: spare(z.string()) }),
});

const said = z.unknown().refine((value) => value !== undefined && value !== null && value !== '');
/** Says that it is of a kind that concerns us. A photo alone, and whatever Meta adds tomorrow, does not. */
const claimModel = z.union([
  z.object({ value: z.object({ item: z.literal('comment'), verb: z.literal('add'), message: said }) }),
  z.object({ message: z.object({ text: said }) }),
  z.object({ postback: said }),
  z.object({ policy_enforcement: said }),
]);

/** The body of a webhook is not what Meta documents. */
export class WebhookShapeError extends Error {}

/** `oddCount`: how many parts should have concerned us, and could not be read. */
export type ParsedWebhook = { readonly incoming: readonly Incoming[]; readonly oddCount: number };

/**
 * What concerns us in a post of Meta: comments, messages and taps of any number of Pages, what the Pages themselves wrote in
 * Messenger, receipts, notices of Meta's police, and what became of templates and broadcasts. The Page's own comments and everything unknown are left out; one odd entry
 * spoils none of the others.
 * @throws WebhookShapeError when the body is no JSON object with `object` and a list `entry`.
 */
export function parseMetaWebhook(body: string, receivedAt: Date): ParsedWebhook {
  const envelope = envelopeModel.safeParse(parseJson(body));
  if (!envelope.success) throw new WebhookShapeError('The body is no webhook of Meta: it lacks object or entry.');
  if (envelope.data.object !== 'page') return { incoming: [], oddCount: 0 };
  const received = { at: receivedAt, iso: receivedAt.toISOString() };
  const read = envelope.data.entry.flatMap((given) => {
    const entry = entryModel.safeParse(given).data;
    if (!entry) return [null];
    return [
      ...listOf(entry.changes).flatMap((change) => [
        toComment(entry, change, received),
        toTemplate(entry, change, received),
        toLiveVideo(entry, change, received),
      ]),
      ...listOf(entry.messaging).flatMap((event) => [
        toMessage(entry, event, received),
        toIntegrity(entry, event, received),
      ]),
    ];
  });
  return {
    incoming: read.flatMap((events) => events ?? []),
    oddCount: read.filter((events) => events === null).length,
  };
}

/** The events of one part of a post: none when it does not concern us, null when it should and cannot be read. */
type Events = Incoming[] | null;

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new WebhookShapeError('The body is no JSON.');
  }
}

// What stands where a list should be is a list of one thing that cannot be read.
function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [null];
}

function leftOut(part: unknown): Events {
  const isObject = typeof part === 'object' && part !== null;
  return !isObject || claimModel.safeParse(part).success ? null : [];
}

function toComment(entry: Entry, change: unknown, received: Received): Events {
  const value = commentModel.safeParse(change).data?.value;
  if (!value) return leftOut(change);
  if (value.from?.id === entry.id) return [];
  return [
    {
      event: 'feed_comment',
      timestamp: toIso(value.created_time, received),
      data: {
        page_id: entry.id,
        post_id: value.post_id ?? null,
        comment_id: value.comment_id,
        author_id: value.from?.id ?? null,
        author_name: value.from?.name ? cleanText(value.from.name, NAME_MAX_CHARS) : null,
        text: cleanText(value.message, TEXT_MAX_CHARS),
        received_at: received.iso,
      },
    },
  ];
}

function toMessage(entry: Entry, event: unknown, received: Received): Events {
  const { data: notice } = policyModel.safeParse(event);
  if (notice) return [toPolicy(entry, notice, received)];
  const { data: echo } = echoModel.safeParse(event);
  if (echo) return echo.sender.id === entry.id ? [toEcho(entry, echo, received)] : [];
  const { data: receipt } = receiptModel.safeParse(event);
  if (receipt?.delivery || receipt?.read) return toReceipt(entry, receipt, received);
  const { data: written } = messageModel.safeParse(event);
  const { data: tapped } = written ? { data: undefined } : postbackModel.safeParse(event);
  const sent = written ?? tapped;
  if (!sent) return leftOut(event);
  if (sent.sender.id === entry.id) return [];
  const psid = sent.sender.id;
  const text = cleanText(written?.message.text ?? tapped?.postback.title ?? '', TEXT_MAX_CHARS);
  // Without any time a repeat is told from a second message of the same words by the day alone.
  const at = sent.timestamp ?? entry.time ?? received.iso.slice(0, 10);
  const content = [entry.id, psid, at, text, tapped?.postback.payload ?? ''].join('|');
  return [
    {
      event: written && !written.message.quick_reply ? 'message' : 'tap',
      timestamp: toIso(sent.timestamp, received),
      data: {
        page_id: entry.id,
        psid,
        message_id: written?.message.mid ?? tapped?.postback.mid ?? digest(content),
        text,
        received_at: received.iso,
      },
    },
  ];
}

function toEcho(
  entry: Entry,
  { recipient, timestamp, message }: z.infer<typeof echoModel>,
  received: Received,
): Incoming {
  return {
    event: 'echo',
    timestamp: toIso(timestamp, received),
    data: {
      page_id: entry.id,
      psid: recipient.id,
      message_id: message.mid,
      app_id: message.app_id == null ? null : String(message.app_id),
      outbox_id: z.uuid().safeParse(/^outbox:(.+)$/.exec(message.metadata ?? '')?.[1]).data ?? null,
      text: cleanText(message.text ?? '', TEXT_MAX_CHARS),
      received_at: received.iso,
    },
  };
}

function toReceipt(entry: Entry, receipt: z.infer<typeof receiptModel>, received: Received): Incoming[] {
  const until = (receipt.read ?? receipt.delivery)?.watermark ?? 0;
  if (!isTime(until, received)) return [];
  return [
    {
      event: 'receipt',
      timestamp: toIso(receipt.timestamp, received),
      data: {
        page_id: entry.id,
        psid: receipt.sender.id,
        what: receipt.read ? 'read' : 'delivered',
        until: new Date(until).toISOString(),
        received_at: received.iso,
      },
    },
  ];
}

function toPolicy(entry: Entry, notice: z.infer<typeof policyModel>, received: Received): Incoming {
  const { action } = notice.policy_enforcement;
  const reason = cleanText(notice.policy_enforcement.reason ?? '', REASON_MAX_CHARS);
  const at = notice.timestamp ?? entry.time ?? received.iso.slice(0, 10);
  return {
    event: 'policy',
    timestamp: toIso(notice.timestamp ?? entry.time, received),
    data: {
      page_id: entry.id,
      notice_id: digest([entry.id, action, at, reason].join('|')),
      action,
      reason,
      received_at: received.iso,
    },
  };
}
