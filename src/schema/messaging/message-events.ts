import { toGlobalId } from '../global-id.ts';
import { feedEventType, nodeId } from '../live/feed-event.ts';
import { type Kind, MessageKind } from './message.ts';

const sent = feedEventType('message-sent', 'Facebook accepted a message of the store.');

export const MessageSentEvent = sent.ref.implement({
  ...sent.common,
  fields: (t) => ({
    messageId: t.id({
      description: 'Global id of the Message.',
      resolve: (event) => toGlobalId('Message', sent.payload(event).messageId),
    }),
    kind: t.field({
      type: MessageKind,
      description: 'What it is for.',
      resolve: (event) => sent.payload(event).kind as Kind,
    }),
    orderId: t.id({
      nullable: true,
      description: 'Global id of the Order that it is about, when it is about one.',
      resolve: (event) => nodeId('Order', sent.payload(event).orderId),
    }),
    commentId: t.id({
      nullable: true,
      description: 'Global id of the Comment that it answers, when it answers one.',
      resolve: (event) => nodeId('Comment', sent.payload(event).commentId),
    }),
  }),
});

const refused = feedEventType('message-refused', 'A message was not sent and will not be.');

export const MessageRefusedEvent = refused.ref.implement({
  ...refused.common,
  fields: (t) => ({
    messageId: t.id({
      description: 'Global id of the Message.',
      resolve: (event) => toGlobalId('Message', refused.payload(event).messageId),
    }),
    kind: t.field({
      type: MessageKind,
      description: 'What it was for.',
      resolve: (event) => refused.payload(event).kind as Kind,
    }),
    orderId: t.id({
      nullable: true,
      description: 'Global id of the Order that it was about, when it was about one.',
      resolve: (event) => nodeId('Order', refused.payload(event).orderId),
    }),
    commentId: t.id({
      nullable: true,
      description: 'Global id of the Comment that it was to answer, when there is one.',
      resolve: (event) => nodeId('Comment', refused.payload(event).commentId),
    }),
    reason: t.string({
      description: 'Why, in words for the seller.',
      resolve: (event) => refused.payload(event).reason,
    }),
  }),
});
