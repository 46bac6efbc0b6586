import { feedEventType } from '../live/feed-event.ts';

const expiring = feedEventType(
  'page-token-expiring',
  'The connection to the Facebook Page ends in 7 days or less and could not be renewed. Connect the Page again.',
);

export const PageTokenExpiringEvent = expiring.ref.implement({
  ...expiring.common,
  fields: (t) => ({
    fbPageId: t.string({
      description: 'Id of the Page at Facebook.',
      resolve: (event) => expiring.payload(event).fbPageId,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the connection ends.',
      resolve: (event) => expiring.payload(event).expiresAt,
    }),
  }),
});

const disconnected = feedEventType(
  'page-disconnected',
  'The Facebook Page was taken away: the person who connected it removed the app at Facebook. Connect it again to go on selling.',
);

export const PageDisconnectedEvent = disconnected.ref.implement({
  ...disconnected.common,
  fields: (t) => ({
    fbPageId: t.string({
      description: 'Id of the Page at Facebook.',
      resolve: (event) => disconnected.payload(event).fbPageId,
    }),
    reason: t.string({
      description: 'deauthorised or data-deletion: what the person asked of Facebook.',
      resolve: (event) => disconnected.payload(event).reason,
    }),
  }),
});

const repaired = feedEventType(
  'page-subscription-repaired',
  'Facebook had stopped telling us of the Page. The subscription was renewed; what was missed is read again while a live runs.',
);

export const PageSubscriptionRepairedEvent = repaired.ref.implement({
  ...repaired.common,
  fields: (t) => ({
    fbPageId: t.string({
      description: 'Id of the Page at Facebook.',
      resolve: (event) => repaired.payload(event).fbPageId,
    }),
    missingFields: t.stringList({
      description: 'Fields of the Page that were off, such as feed.',
      resolve: (event) => repaired.payload(event).missingFields,
    }),
  }),
});
