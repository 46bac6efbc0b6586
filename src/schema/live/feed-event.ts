import type { FeedEvent } from '../../domain/live/feed.ts';
import type { EventPayload, EventType } from '../../events/catalog.ts';
import { builder } from '../builder.ts';
import { toGlobalId } from '../global-id.ts';

/** What an event type of the log is called in the API: the one table that says so. */
export const FEED_TYPES = {
  'live-started': 'LiveStartedEvent',
  'intent-unclear': 'CommentUnclearEvent',
  'intent-detected': 'CommentUnderstoodEvent',
  'hold-placed': 'HoldPlacedEvent',
  'claim-waitlisted': 'ClaimWaitlistedEvent',
  'claim-refused': 'ClaimRefusedEvent',
  'hold-changed': 'HoldChangedEvent',
  'hold-cancelled': 'HoldCancelledEvent',
  'revision-refused': 'RevisionRefusedEvent',
  'stock-changed': 'StockChangedEvent',
  'message-sent': 'MessageSentEvent',
  'message-refused': 'MessageRefusedEvent',
  'message-written': 'MessageWrittenEvent',
  'bot-paused': 'BotPausedEvent',
  'bot-resumed': 'BotResumedEvent',
  'conversation-taken-over': 'ConversationTakenOverEvent',
  'conversation-handed-back': 'ConversationHandedBackEvent',
  'wish-obeyed': 'WishObeyedEvent',
  'buyer-data-erased': 'BuyerDataErasedEvent',
  'payment-started': 'PaymentStartedEvent',
  'payment-rejected': 'PaymentRejectedEvent',
  'order-paid': 'OrderPaidEvent',
  'payment-refunded': 'PaymentRefundedEvent',
  'order-expired': 'OrderExpiredEvent',
  'order-cancelled': 'OrderCancelledEvent',
  'coverage-changed': 'CoverageChangedEvent',
  'broadcast-found': 'BroadcastFoundEvent',
  'broadcast-changed': 'BroadcastChangedEvent',
  'live-ended': 'LiveEndedEvent',
  'page-disconnected': 'PageDisconnectedEvent',
  'page-subscription-repaired': 'PageSubscriptionRepairedEvent',
  'page-stopped': 'PageStoppedEvent',
  'page-warned': 'PageWarnedEvent',
  'template-changed': 'TemplateChangedEvent',
  'member-joined': 'MemberJoinedEvent',
  'member-role-changed': 'MemberRoleChangedEvent',
  'member-removed': 'MemberRemovedEvent',
  'page-token-expiring': 'PageTokenExpiringEvent',
  'ai-budget-alert': 'AiBudgetAlertEvent',
  'webhook-disabled': 'WebhookDisabledEvent',
} as const satisfies Record<EventType, string>;

const EventRef = builder.interfaceRef<FeedEvent>('Event').implement({
  description: 'One change of business state. Subscriptions and `events` read the same log in the same order.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'UUID of the event, the same wherever it is read.' }),
    cursor: t.string({
      description: 'Place in the log, a decimal number: give it as `after` to go on behind this event.',
      resolve: (event) => String(event.position),
    }),
    type: t.exposeString('type', { description: 'Its name in the log, such as hold-placed.' }),
    occurredAt: t.field({ type: 'DateTime', description: 'When it happened.', resolve: (event) => event.occurredAt }),
    liveEventId: t.id({
      nullable: true,
      description: 'Global id of the LiveEvent; null for what no live caused.',
      resolve: (event) => event.liveEventId && toGlobalId('LiveEvent', event.liveEventId),
    }),
  }),
});

/** The object type of one event of the log. `payload` reads what the catalogue of events says that it carries. */
export function feedEventType<Type extends EventType>(type: Type, description: string) {
  const ref = builder.objectRef<FeedEvent>(FEED_TYPES[type]);
  const payload = (event: FeedEvent) => event.payload as EventPayload<Type>;
  return {
    ref,
    payload,
    common: { description, interfaces: [EventRef] },
  };
}

/** Global id of a node named in an event; null when it names none. */
export function nodeId(typename: string, id: string | null): string | null {
  return id === null ? null : toGlobalId(typename, id);
}
