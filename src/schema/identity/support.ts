import type { Installation as Numbers } from '../../domain/identity/read-installation.ts';
import type {
  SupportDecision as Decision,
  SupportMatch as Match,
  SupportStore as Seen,
} from '../../domain/identity/read-support.ts';
import { builder } from '../builder.ts';
import { toGlobalId } from '../global-id.ts';
import { type DetectedIntent, IntentRef } from '../live/intent.ts';

export const Installation = builder.objectRef<Numbers>('Installation').implement({
  description: 'The installation in numbers, of all stores together.',
  fields: (t) => ({
    stores: t.exposeInt('stores', { description: 'Stores.' }),
    people: t.exposeInt('people', { description: 'Accounts of people.' }),
    runningLives: t.exposeInt('runningLives', { description: 'Lives that run now.' }),
    commentsOfDay: t.exposeInt('commentsOfDay', { description: 'Comments of the last 24 hours.' }),
    messagesWaiting: t.exposeInt('messagesWaiting', { description: 'Messages to buyers that wait to be sent.' }),
    ordersPaidOfDay: t.exposeInt('ordersPaidOfDay', { description: 'Orders paid in the last 24 hours.' }),
  }),
});

export const SupportMatch = builder.objectRef<Match>('SupportMatch').implement({
  description: 'A store that a search of support means.',
  fields: (t) => ({
    id: t.id({ description: 'Global id of the Store.', resolve: ({ id }) => toGlobalId('Store', id) }),
    name: t.exposeString('name', { description: 'Name that buyers see.' }),
    country: t.exposeString('country', { description: 'ISO 3166-1 alpha-2.' }),
    fbPageId: t.exposeString('fbPageId', { nullable: true, description: 'Id of the connected Page; null: none.' }),
  }),
});

export const SupportStore = builder.objectRef<Seen>('SupportStore').implement({
  description: 'A store as support sees it: states and counts, no secret and no buyer.',
  fields: (t) => ({
    id: t.id({ description: 'Global id of the Store.', resolve: ({ id }) => toGlobalId('Store', id) }),
    name: t.exposeString('name', { description: 'Name that buyers see.' }),
    country: t.exposeString('country', { description: 'ISO 3166-1 alpha-2.' }),
    currency: t.exposeString('currency', { description: 'ISO 4217.' }),
    locale: t.exposeString('locale', { description: 'Language of messages to buyers, BCP 47.' }),
    createdAt: t.field({ type: 'DateTime', description: 'When it was created.', resolve: (store) => store.createdAt }),
    fbPageId: t.exposeString('fbPageId', { nullable: true, description: 'Id of the connected Page; null: none.' }),
    pageTokenExpiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the connection to the Page ends; null: never, or none.',
      resolve: (store) => store.pageTokenExpiresAt,
    }),
    gateways: t.exposeStringList('gateways', { description: 'Names of the gateways with credentials of the store.' }),
    products: t.exposeInt('products', { description: 'Products.' }),
    runningLives: t.exposeInt('runningLives', { description: 'Lives that run now.' }),
    commentsOfDay: t.exposeInt('commentsOfDay', { description: 'Comments of the last 24 hours.' }),
    messagesWaiting: t.exposeInt('messagesWaiting', { description: 'Messages that wait to be sent.' }),
    messagesRefusedOfDay: t.exposeInt('messagesRefusedOfDay', {
      description: 'Messages of the last 24 hours that were not sent.',
    }),
    ordersPending: t.exposeInt('ordersPending', { description: 'Orders that wait for their payment.' }),
    ordersPaidOfDay: t.exposeInt('ordersPaidOfDay', { description: 'Orders paid in the last 24 hours.' }),
  }),
});

export const SupportDecision = builder.objectRef<Decision>('SupportDecision').implement({
  description: 'How a comment was understood, as support sees it.',
  fields: (t) => ({
    createdAt: t.field({ type: 'DateTime', description: 'When it was decided.', resolve: (row) => row.createdAt }),
    text: t.exposeString('text', { nullable: true, description: 'The words; null when they were erased.' }),
    intent: t.field({
      type: IntentRef,
      description: 'What the author wants.',
      resolve: (row) => row.intent as DetectedIntent,
    }),
    ambiguous: t.exposeBoolean('ambiguous', { description: 'A person would ask back before touching the cart.' }),
    confidence: t.exposeFloat('confidence', { description: 'Between 0 and 1.' }),
    decidedBy: t.exposeString('decidedBy', { description: 'The rule or model that decided.' }),
    language: t.exposeString('language', { nullable: true, description: 'Guessed language, ISO 639.' }),
  }),
});

export const SupportDecisionConnection = builder.connectionObject(
  { name: 'SupportDecisionConnection', type: SupportDecision },
  { name: 'SupportDecisionEdge' },
);
