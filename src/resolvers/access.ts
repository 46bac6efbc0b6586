import type { GraphQLSchema } from 'graphql';
import type { Permission } from '../domain/identity/permissions.ts';

/**
 * What each root field demands in the store that it touches. `signed-in`: it touches none that exists, only the
 * caller's own account. A field that is not listed does not build.
 */
export const FIELD_ACCESS = {
  'Query.node': 'store:read',
  'Query.viewer': 'signed-in',
  'Query.store': 'store:read',
  'Query.products': 'catalogue:read',
  'Query.liveEvents': 'live:read',
  'Query.liveEvent': 'live:read',
  'Query.orders': 'orders:read',
  'Query.order': 'orders:read',
  'Query.conversations': 'conversations:read',
  'Query.events': 'log:read',
  'Query.auditLog': 'audit:read',
  'Query.vendorStatus': 'vendors:read',
  'Query.deadLetters': 'queues:manage',
  'Query.aiUsage': 'ai:read',
  'Query.aiDecisions': 'live:read',
  'Query.keywordSuggestions': 'catalogue:write',
  'Query.apiKeys': 'partners:manage',
  'Query.webhookEndpoints': 'partners:manage',
  'Query.members': 'members:manage',
  'Query.invitations': 'members:manage',
  'Query.invitation': 'signed-in',
  'Query.logins': 'signed-in',
  'Query.installation': 'installation:read',
  'Query.supportStores': 'support:read',
  'Query.supportStore': 'support:read',
  'Query.supportDecisions': 'ai-logs:read',
  'Mutation.createStore': 'signed-in',
  'Mutation.beginPageConnection': 'page:connect',
  'Mutation.completePageConnection': 'page:connect',
  'Mutation.choosePage': 'page:connect',
  'Mutation.verifyPage': 'page:connect',
  'Mutation.acceptInvitation': 'signed-in',
  'Mutation.inviteMember': 'members:manage',
  'Mutation.revokeInvitation': 'members:manage',
  'Mutation.changeMemberRole': 'members:manage',
  'Mutation.removeMember': 'members:manage',
  'Mutation.connectPage': 'page:connect',
  'Mutation.configurePayment': 'payments:configure',
  'Mutation.configureAnswers': 'answers:configure',
  'Mutation.correctDecision': 'decisions:correct',
  'Mutation.withdrawCorrection': 'decisions:correct',
  'Mutation.addKeyword': 'catalogue:write',
  'Mutation.importProducts': 'catalogue:write',
  'Mutation.adjustStock': 'stock:adjust',
  'Mutation.startLive': 'live:run',
  'Mutation.endLive': 'live:run',
  'Mutation.showProduct': 'live:run',
  'Mutation.chooseLanguage': 'conversations:write',
  'Mutation.createOrder': 'orders:write',
  'Mutation.cancelOrder': 'orders:write',
  'Mutation.blockBuyer': 'buyers:block',
  'Mutation.unblockBuyer': 'buyers:block',
  'Mutation.setBuyerLimits': 'buyers:limit',
  'Mutation.pauseBot': 'bot:stop',
  'Mutation.resumeBot': 'bot:resume',
  'Mutation.takeOverConversation': 'conversations:write',
  'Mutation.handBackConversation': 'conversations:write',
  'Mutation.sendMessage': 'conversations:write',
  'Mutation.deleteBuyerData': 'buyers:erase',
  'Mutation.requeueDeadLetter': 'queues:manage',
  'Mutation.requeueDeadLetters': 'queues:manage',
  'Mutation.dropDeadLetter': 'queues:manage',
  'Mutation.dropDeadLetters': 'queues:manage',
  'Mutation.createApiKey': 'partners:manage',
  'Mutation.rotateApiKey': 'partners:manage',
  'Mutation.revokeApiKey': 'partners:manage',
  'Mutation.createWebhookEndpoint': 'partners:manage',
  'Mutation.updateWebhookEndpoint': 'partners:manage',
  'Mutation.rotateWebhookSecret': 'partners:manage',
  'Mutation.enableWebhookEndpoint': 'partners:manage',
  'Mutation.disableWebhookEndpoint': 'partners:manage',
  'Mutation.replayWebhookDeliveries': 'partners:manage',
  'Subscription.liveFeed': 'live:read',
  'Subscription.storeFeed': 'log:read',
} as const satisfies Record<string, Permission | 'signed-in'>;

type OfSupport = 'installation:read' | 'support:read' | 'ai-logs:read';
type FieldOf<Demand> = {
  [Field in keyof typeof FIELD_ACCESS]: (typeof FIELD_ACCESS)[Field] extends Demand ? Field : never;
}[keyof typeof FIELD_ACCESS];

/** A root field that acts in a store of the caller. */
export type StoreField = FieldOf<Exclude<Permission, OfSupport>>;
/** A root field for the support people of the installation. */
export type SupportField = FieldOf<OfSupport>;

/** @throws Error naming every root field without a declaration, and every declaration without a field. */
export function assertEveryFieldDeclared(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const fields = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}).map((name) => `${type?.name}.${name}`));
  const open = fields.filter((field) => !Object.hasOwn(FIELD_ACCESS, field));
  const stale = Object.keys(FIELD_ACCESS).filter((field) => !fields.includes(field));
  if (open.length > 0)
    throw new Error(`${open.join(', ')}: say in resolvers/access.ts who may. Nobody may until then.`);
  if (stale.length > 0)
    throw new Error(`${stale.join(', ')}: named in resolvers/access.ts, but there is no such field.`);
}
