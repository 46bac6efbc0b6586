import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { findWith } from '../own-stores.ts';

type Direction = 'in' | 'out';
export type Kind = 'public_reply' | 'private_reply' | 'receipt' | 'reminder' | 'notice' | 'inbound';
type State = 'received' | 'queued' | 'sending' | 'withheld' | 'sent' | 'delivered' | 'read' | 'refused' | 'unknown';
type Author = 'bot' | 'person' | 'duty';

const MessageDirection = builder.enumType('MessageDirection', {
  description: 'Who wrote.',
  values: enumValues<Direction>({ in: 'The buyer.', out: 'The store.' }),
});

export const MessageKind = builder.enumType('MessageKind', {
  description: 'What a message is for.',
  values: enumValues<Kind>({
    public_reply: 'Answer under the comment, for everyone to see.',
    private_reply: 'First private message to the author of a comment, with the payment link.',
    receipt: 'Confirmation of a payment.',
    reminder: 'A reminder of an unpaid cart.',
    notice: 'Any other private message of the store.',
    inbound: 'What the buyer wrote.',
  }),
});

const MessageState = builder.enumType('MessageState', {
  description: 'How far a message is.',
  values: enumValues<State>({
    received: 'From the buyer.',
    queued: 'Waits to be sent.',
    sending: 'Is on its way; the answer of Facebook is open.',
    withheld: 'Waits for the bot to go on.',
    sent: 'Facebook accepted it.',
    delivered: 'The buyer’s phone has it.',
    read: 'The buyer has read it.',
    refused: 'It was not sent; `failure` says why.',
    unknown: 'The answer was lost: it may have arrived.',
  }),
});

const MessageAuthor = builder.enumType('MessageAuthor', {
  description: 'Who speaks for the store.',
  values: enumValues<Author>({
    bot: 'The bot.',
    person: 'A person, by hand.',
    duty: 'The bot, as it must: the one answer to STOP, START and a request of erasure.',
  }),
});

export const Message = builder.prismaNode('Message', {
  name: 'Message',
  description: 'One message of a conversation.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('conversations:read'),
  nullable: true,
  fields: (t) => ({
    direction: t.field({
      type: MessageDirection,
      description: 'Who wrote.',
      resolve: (message) => message.direction as Direction,
    }),
    kind: t.field({ type: MessageKind, description: 'What it is for.', resolve: (message) => message.kind as Kind }),
    state: t.field({
      type: MessageState,
      description: 'How far it is; it only moves forward from SENT to DELIVERED to READ.',
      select: {
        state: true,
        kind: true,
        claimedAt: true,
        sentAt: true,
        conversation: { select: { deliveredUntil: true, readUntil: true } },
      },
      resolve: (message) => stateOf(message),
    }),
    author: t.field({
      type: MessageAuthor,
      description: 'Who speaks for the store; BOT for what the buyer wrote.',
      resolve: (message) => message.author as Author,
    }),
    text: t.string({
      description: 'The words; empty when they were erased.',
      resolve: (message) => (message.body as { text?: string }).text ?? '',
    }),
    failure: t.exposeString('failure', {
      nullable: true,
      description: 'Why it was not sent, or what it waits for; null when it was sent.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    sentAt: t.expose('sentAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When Facebook accepted it; null before.',
    }),
  }),
});

/**
 * Receipts say until when everything has arrived, by Meta's clock. A message counts from when its try began: Meta's time of it
 * lies between that and its answer.
 */
function stateOf(message: {
  readonly state: string;
  readonly kind: string;
  readonly claimedAt: Date | null;
  readonly sentAt: Date | null;
  readonly conversation: { readonly deliveredUntil: Date | null; readonly readUntil: Date | null };
}): State {
  const at = message.claimedAt ?? message.sentAt;
  if (message.state !== 'sent' || message.kind === 'public_reply' || !at) return message.state as State;
  const { deliveredUntil, readUntil } = message.conversation;
  if (readUntil && at <= readUntil) return 'read';
  return deliveredUntil && at <= deliveredUntil ? 'delivered' : 'sent';
}

export const MessageConnection = builder.connectionObject(
  { name: 'MessageConnection', type: Message },
  { name: 'MessageEdge' },
);
