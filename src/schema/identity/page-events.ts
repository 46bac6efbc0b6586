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
