import { type GraphQLNamedType, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import '../schema/errors.ts';
import '../schema/scalars.ts';
import './catalogue/configure-answers.mutation.ts';
import './catalogue/add-keyword.mutation.ts';
import './catalogue/import-products.mutation.ts';
import './catalogue/products.query.ts';
import './identity/audit-log.query.ts';
import './identity/begin-page-connection.mutation.ts';
import './identity/choose-page.mutation.ts';
import './identity/complete-page-connection.mutation.ts';
import './identity/connect-page.mutation.ts';
import './identity/create-store.mutation.ts';
import './identity/accept-invitation.mutation.ts';
import './identity/change-member-role.mutation.ts';
import './identity/installation.query.ts';
import './identity/invitation.query.ts';
import './identity/invitations.query.ts';
import './identity/invite-member.mutation.ts';
import './identity/logins.query.ts';
import './identity/members.query.ts';
import './identity/remove-member.mutation.ts';
import './identity/revoke-invitation.mutation.ts';
import './identity/support-decisions.query.ts';
import './identity/support-store.query.ts';
import './identity/support-stores.query.ts';
import './identity/store.query.ts';
import './identity/verify-page.mutation.ts';
import './identity/viewer.query.ts';
import './intent/ai-usage.query.ts';
import './intent/ai-decisions.query.ts';
import './intent/correct-decision.mutation.ts';
import './intent/keyword-suggestions.query.ts';
import './intent/withdraw-correction.mutation.ts';
import './inventory/adjust-stock.mutation.ts';
import './live/end-live.mutation.ts';
import './live/events.query.ts';
import './live/live-event.query.ts';
import './live/live-events.query.ts';
import './live/live-feed.subscription.ts';
import './live/show-product.mutation.ts';
import './live/start-live.mutation.ts';
import './live/store-feed.subscription.ts';
import './messaging/choose-language.mutation.ts';
import './messaging/conversations.query.ts';
import './identity/vendor-status.query.ts';
import './messaging/delete-buyer-data.mutation.ts';
import './messaging/hand-back-conversation.mutation.ts';
import './messaging/pause-bot.mutation.ts';
import './messaging/resume-bot.mutation.ts';
import './messaging/send-message.mutation.ts';
import './messaging/take-over-conversation.mutation.ts';
import './partners/api-keys.query.ts';
import './partners/create-api-key.mutation.ts';
import './partners/create-webhook-endpoint.mutation.ts';
import './partners/disable-webhook-endpoint.mutation.ts';
import './partners/enable-webhook-endpoint.mutation.ts';
import './partners/replay-webhook-deliveries.mutation.ts';
import './partners/revoke-api-key.mutation.ts';
import './partners/rotate-api-key.mutation.ts';
import './partners/rotate-webhook-secret.mutation.ts';
import './partners/update-webhook-endpoint.mutation.ts';
import './partners/webhook-endpoints.query.ts';
import './payments/configure-payment.mutation.ts';
import './sales/block-buyer.mutation.ts';
import './queues/dead-letters.query.ts';
import './queues/drop-dead-letter.mutation.ts';
import './queues/drop-dead-letters.mutation.ts';
import './queues/requeue-dead-letter.mutation.ts';
import './queues/requeue-dead-letters.mutation.ts';
import './sales/cancel-order.mutation.ts';
import './sales/create-order.mutation.ts';
import './sales/order.query.ts';
import './sales/orders.query.ts';
import './sales/set-buyer-limits.mutation.ts';
import './sales/unblock-buyer.mutation.ts';
import { builder } from '../schema/builder.ts';
import { toGlobalId } from '../schema/global-id.ts';
import { assertEveryFieldDeclared } from './access.ts';

/** The schema of the API, from every field that registered itself above. Needs no database. */
export function buildSchema(): GraphQLSchema {
  const schema = builder.toSchema();
  assertEveryFieldDeclared(schema);
  for (const type of Object.values(schema.getTypeMap())) if (isNode(type)) answerIdAtOnce(type);
  return schema;
}

function isNode(type: GraphQLNamedType): type is GraphQLObjectType {
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
}

// The relay plugin answers ids with promises, which makes every row of a list wait for one; ours are at hand.
function answerIdAtOnce(type: GraphQLObjectType): void {
  const { id } = type.getFields();
  if (id) id.resolve = (row: { readonly id: string }) => toGlobalId(type.name, row.id);
}
