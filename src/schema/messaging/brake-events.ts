import type { WISHES } from '../../events/catalog.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { toGlobalId } from '../global-id.ts';
import { feedEventType, nodeId } from '../live/feed-event.ts';
import { BotPauseReason } from './bot-pause.ts';

const paused = feedEventType(
  'bot-paused',
  'The bot stands still: of a live, or of the whole store when the event has no live.',
);

export const BotPausedEvent = paused.ref.implement({
  ...paused.common,
  fields: (t) => ({
    pauseId: t.id({
      description: 'Global id of the BotPause.',
      resolve: (event) => toGlobalId('BotPause', paused.payload(event).pauseId),
    }),
    pauseReason: t.field({
      type: BotPauseReason,
      description: 'Why.',
      resolve: (event) => paused.payload(event).reason,
    }),
    detail: t.string({
      nullable: true,
      description: 'What is known beside the reason, in English.',
      resolve: (event) => paused.payload(event).detail,
    }),
  }),
});

const resumed = feedEventType('bot-resumed', 'The bot goes on.');

export const BotResumedEvent = resumed.ref.implement({
  ...resumed.common,
  fields: (t) => ({
    pauseId: t.id({
      description: 'Global id of the BotPause that ended.',
      resolve: (event) => toGlobalId('BotPause', resumed.payload(event).pauseId),
    }),
  }),
});

const written = feedEventType('message-written', 'A person of the store wrote a message by hand.');

export const MessageWrittenEvent = written.ref.implement({
  ...written.common,
  fields: (t) => ({
    messageId: t.id({
      description: 'Global id of the Message.',
      resolve: (event) => toGlobalId('Message', written.payload(event).messageId),
    }),
    conversationId: t.id({
      description: 'Global id of the Conversation.',
      resolve: (event) => toGlobalId('Conversation', written.payload(event).conversationId),
    }),
  }),
});

const takenOver = feedEventType('conversation-taken-over', 'A person leads a conversation; the bot is silent in it.');
type Place = 'here' | 'page-inbox';

const TakeOverPlace = builder.enumType('TakeOverPlace', {
  description: 'Where a person took a conversation over.',
  values: {
    HERE: { value: 'here' as Place, description: 'In the dashboard or by the API.' },
    PAGE_INBOX: { value: 'page-inbox' as Place, description: 'By answering in the inbox of the Page at Facebook.' },
  },
});

export const ConversationTakenOverEvent = takenOver.ref.implement({
  ...takenOver.common,
  fields: (t) => ({
    conversationId: t.id({
      description: 'Global id of the Conversation.',
      resolve: (event) => toGlobalId('Conversation', takenOver.payload(event).conversationId),
    }),
    until: t.field({
      type: 'DateTime',
      description: 'When the bot speaks again by itself, unless the person writes on.',
      resolve: (event) => takenOver.payload(event).until,
    }),
    from: t.field({ type: TakeOverPlace, description: 'Where.', resolve: (event) => takenOver.payload(event).from }),
  }),
});

const handedBack = feedEventType('conversation-handed-back', 'The bot speaks again in a conversation.');

export const ConversationHandedBackEvent = handedBack.ref.implement({
  ...handedBack.common,
  fields: (t) => ({
    conversationId: t.id({
      description: 'Global id of the Conversation.',
      resolve: (event) => toGlobalId('Conversation', handedBack.payload(event).conversationId),
    }),
  }),
});

const Wish = builder.enumType('Wish', {
  description: 'What a buyer may demand.',
  values: enumValues<(typeof WISHES)[number]>({
    opt_out: 'No more messages: STOP.',
    opt_in: 'Messages again: START.',
    data_deletion: 'To be forgotten.',
  }),
});

const obeyed = feedEventType('wish-obeyed', 'A buyer demanded something and it was obeyed.');

export const WishObeyedEvent = obeyed.ref.implement({
  ...obeyed.common,
  fields: (t) => ({
    buyerId: t.id({
      description: 'Global id of the Buyer.',
      resolve: (event) => toGlobalId('Buyer', obeyed.payload(event).buyerId),
    }),
    wish: t.field({ type: Wish, description: 'What.', resolve: (event) => obeyed.payload(event).wish }),
    commentId: t.id({
      nullable: true,
      description: 'Global id of the Comment that said so; null when a person of the store did.',
      resolve: (event) => nodeId('Comment', obeyed.payload(event).commentId),
    }),
  }),
});

const erased = feedEventType('buyer-data-erased', 'The personal data of a buyer was erased, as they had asked.');

export const BuyerDataErasedEvent = erased.ref.implement({
  ...erased.common,
  fields: (t) => ({
    buyerId: t.id({
      description: 'Global id of the Buyer, who has no name any more.',
      resolve: (event) => toGlobalId('Buyer', erased.payload(event).buyerId),
    }),
  }),
});
