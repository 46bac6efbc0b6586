import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { toGlobalId } from '../global-id.ts';
import { findOwned } from '../own-stores.ts';
import { withCursor } from '../page.ts';

type EndpointState = 'enabled' | 'disabled';
export type DisabledReason = 'owner' | 'gone' | 'failing';
type DeliveryState = 'pending' | 'delivered' | 'failed';

const WebhookState = builder.enumType('WebhookState', {
  description: 'Whether an endpoint gets events.',
  values: enumValues<EndpointState>({
    enabled: 'It gets what happens from now on.',
    disabled: 'It gets nothing. What it missed can be replayed.',
  }),
});

export const WebhookDisabledReason = builder.enumType('WebhookDisabledReason', {
  description: 'Why an endpoint is off.',
  values: enumValues<DisabledReason>({
    owner: 'A person switched it off.',
    gone: 'It answered 410.',
    failing: 'No try succeeded for days.',
  }),
});

const WebhookDeliveryState = builder.enumType('WebhookDeliveryState', {
  description: 'How a delivery stands.',
  values: enumValues<DeliveryState>({
    pending: 'It waits for its first or next try.',
    delivered: 'The endpoint answered 2xx.',
    failed: 'It was given up after the last try, or the endpoint was switched off.',
  }),
});

const WebhookDelivery = builder.prismaNode('WebhookDelivery', {
  name: 'WebhookDelivery',
  description: 'One event on its way to one endpoint.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findOwned,
  nullable: true,
  fields: (t) => ({
    eventId: t.exposeID('eventId', { description: 'UUID of the event; the `webhook-id` of every try.' }),
    eventType: t.exposeString('eventType', { description: 'Its name in the log, such as order-paid.' }),
    cursor: t.string({
      description: 'Place of the event in the log, for `replayWebhookDeliveries`.',
      resolve: (delivery) => String(delivery.position),
    }),
    state: t.field({
      type: WebhookDeliveryState,
      description: 'How it stands.',
      resolve: (delivery) => delivery.state as DeliveryState,
    }),
    attempts: t.exposeInt('attempts', { description: 'Tries so far, since it was last replayed.' }),
    responseStatus: t.exposeInt('responseStatus', {
      nullable: true,
      description: 'HTTP status of the last answer; null when there was none.',
    }),
    responseExcerpt: t.exposeString('responseExcerpt', {
      nullable: true,
      description: 'How the last answer began.',
    }),
    error: t.exposeString('error', { nullable: true, description: 'Why the last try failed; null when it did not.' }),
    durationMs: t.exposeInt('durationMs', { nullable: true, description: 'How long the last try took.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was planned.' }),
    lastAttemptAt: t.expose('lastAttemptAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was tried last.',
    }),
  }),
});

const WebhookDeliveryConnection = builder.connectionObject(
  { name: 'WebhookDeliveryConnection', type: WebhookDelivery },
  { name: 'WebhookDeliveryEdge' },
);

export const WebhookEndpoint = builder.prismaNode('WebhookEndpoint', {
  name: 'WebhookEndpoint',
  description: 'An address of a partner to which events are posted, signed as Standard Webhooks says.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findOwned,
  nullable: true,
  fields: (t) => ({
    url: t.exposeString('url', { description: 'The address.' }),
    description: t.exposeString('description', { description: 'What it is for; may be empty.' }),
    eventTypes: t.exposeStringList('eventTypes', {
      description: 'Names of events that it gets, such as order-paid; empty: all of them.',
    }),
    state: t.field({
      type: WebhookState,
      description: 'Whether it gets events.',
      resolve: (endpoint) => endpoint.state as EndpointState,
    }),
    disabledReason: t.field({
      type: WebhookDisabledReason,
      nullable: true,
      description: 'Why it is off; null while it is on.',
      resolve: (endpoint) => endpoint.disabledReason as DisabledReason | null,
    }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when every try has failed; null when the last one did not.',
    }),
    previousSecretUntil: t.expose('previousSecretUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the secret before this one signs as well; null when there was none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was registered.' }),
    deliveries: t.relatedConnection(
      'deliveries',
      {
        cursor: 'id',
        description: 'The delivery log, the newest event first.',
        args: { state: t.arg({ type: WebhookDeliveryState, description: 'Only those that stand so.' }) },
        query: (args) =>
          withCursor(args, {
            ...(args.state ? { where: { state: args.state } } : {}),
            orderBy: [{ position: 'desc' as const }, { id: 'desc' as const }],
          }),
      },
      WebhookDeliveryConnection,
    ),
  }),
});

export const WebhookSecret = builder
  .objectRef<{ readonly id: string; readonly secret: string }>('WebhookSecret')
  .implement({
    description: 'A new secret of an endpoint.',
    fields: (t) => ({
      secret: t.exposeString('secret', {
        description: 'whsec_…, to check signatures with. It is shown here and never again.',
      }),
      endpoint: t.prismaField({
        type: WebhookEndpoint,
        description: 'The endpoint.',
        resolve: (query, { id }, _args, context) =>
          context.app.db.webhookEndpoint.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  });

export const WebhookReplay = builder
  .objectRef<{ readonly id: string; readonly count: number; readonly until: number; readonly hasMore: boolean }>(
    'WebhookReplay',
  )
  .implement({
    description: 'What a replay put into the queue.',
    fields: (t) => ({
      endpointId: t.id({
        description: 'Global id of the endpoint.',
        resolve: ({ id }) => toGlobalId('WebhookEndpoint', id),
      }),
      count: t.exposeInt('count', { description: 'Events queued, up to 1,000 in one call.' }),
      until: t.string({
        description: 'Cursor of the last event that was looked at: give it as `after` to go on.',
        resolve: ({ until }) => String(until),
      }),
      hasMore: t.exposeBoolean('hasMore', { description: 'The window goes on behind it.' }),
    }),
  });
