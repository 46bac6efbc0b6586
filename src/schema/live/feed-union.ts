import type { LogPage } from '../../domain/live/read-log.ts';
import { builder } from '../builder.ts';
import { MemberJoinedEvent, MemberRemovedEvent, MemberRoleChangedEvent } from '../identity/member-events.ts';
import {
  PageDisconnectedEvent,
  PageSubscriptionRepairedEvent,
  PageTokenExpiringEvent,
} from '../identity/page-events.ts';
import {
  BotPausedEvent,
  BotResumedEvent,
  BuyerDataErasedEvent,
  ConversationHandedBackEvent,
  ConversationTakenOverEvent,
  MessageWrittenEvent,
  WishObeyedEvent,
} from '../messaging/brake-events.ts';
import { MessageRefusedEvent, MessageSentEvent } from '../messaging/message-events.ts';
import { TemplateChangedEvent } from '../messaging/message-template.ts';
import { PageWarnedEvent } from '../messaging/page-notice.ts';
import { PageStoppedEvent } from '../messaging/page-stop.ts';
import { WebhookDisabledEvent } from '../partners/webhook-events.ts';
import {
  OrderCancelledEvent,
  OrderExpiredEvent,
  OrderPaidEvent,
  PaymentRefundedEvent,
  PaymentRejectedEvent,
  PaymentStartedEvent,
} from '../sales/order-events.ts';
import {
  ClaimRefusedEvent,
  HoldCancelledEvent,
  HoldChangedEvent,
  RevisionRefusedEvent,
} from '../sales/revision-events.ts';
import { ClaimWaitlistedEvent, HoldPlacedEvent, StockChangedEvent } from '../sales/stock-events.ts';
import { AiBudgetAlertEvent } from './ai-budget-events.ts';
import { CommentUnclearEvent, CommentUnderstoodEvent } from './comment-events.ts';
import { FEED_TYPES } from './feed-event.ts';
import {
  BroadcastChangedEvent,
  BroadcastFoundEvent,
  CoverageChangedEvent,
  LiveEndedEvent,
  LiveStartedEvent,
} from './live-events.ts';

export const FeedEventRef = builder.unionType('FeedEvent', {
  description: 'Every kind of event of the log. New kinds may be added: leave out what you do not know.',
  types: [
    LiveStartedEvent,
    CommentUnclearEvent,
    CommentUnderstoodEvent,
    HoldPlacedEvent,
    ClaimWaitlistedEvent,
    ClaimRefusedEvent,
    HoldChangedEvent,
    HoldCancelledEvent,
    RevisionRefusedEvent,
    StockChangedEvent,
    MessageSentEvent,
    MessageRefusedEvent,
    MessageWrittenEvent,
    BotPausedEvent,
    BotResumedEvent,
    ConversationTakenOverEvent,
    ConversationHandedBackEvent,
    WishObeyedEvent,
    BuyerDataErasedEvent,
    PaymentStartedEvent,
    PaymentRejectedEvent,
    OrderPaidEvent,
    PaymentRefundedEvent,
    OrderExpiredEvent,
    OrderCancelledEvent,
    CoverageChangedEvent,
    BroadcastFoundEvent,
    BroadcastChangedEvent,
    LiveEndedEvent,
    PageDisconnectedEvent,
    PageSubscriptionRepairedEvent,
    PageStoppedEvent,
    PageWarnedEvent,
    TemplateChangedEvent,
    MemberJoinedEvent,
    MemberRoleChangedEvent,
    MemberRemovedEvent,
    PageTokenExpiringEvent,
    AiBudgetAlertEvent,
    WebhookDisabledEvent,
  ],
  resolveType: (event) => FEED_TYPES[event.type],
});

export const EventPage = builder.objectRef<LogPage>('EventPage').implement({
  description: 'One page of the log.',
  fields: (t) => ({
    events: t.field({ type: [FeedEventRef], description: 'The oldest first.', resolve: (page) => page.events }),
    nextCursor: t.string({
      description: 'Give it as `after` to go on, now or later: also right when the page is empty.',
      resolve: (page) => String(page.newest),
    }),
    hasMore: t.exposeBoolean('hasMore', { description: 'The log goes on behind this page already.' }),
  }),
});
