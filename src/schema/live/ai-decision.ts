import { builder } from '../builder.ts';
import { findWith } from '../own-stores.ts';
import { type DetectedIntent, IntentRef } from './intent.ts';

export type DecidedItem = { readonly sku: string; readonly quantityUnits: number };

export const DecisionItem = builder.objectRef<DecidedItem>('DecisionItem').implement({
  description: 'A product that a comment asks for.',
  fields: (t) => ({
    sku: t.exposeString('sku', { description: 'SKU in the store.' }),
    quantityUnits: t.exposeInt('quantityUnits', { description: 'Units asked for.' }),
  }),
});

type Correction = { readonly intent: string; readonly items: unknown; readonly updatedAt: Date };

const toItems = (items: unknown): DecidedItem[] =>
  (items as { sku: string; qty: number }[]).map(({ sku, qty }) => ({ sku, quantityUnits: qty }));

const DecisionCorrection = builder.objectRef<Correction>('DecisionCorrection').implement({
  description: 'What a person of the store said the comment meant. It teaches and moves no stock.',
  fields: (t) => ({
    intent: t.field({
      type: IntentRef,
      description: 'What the author wanted.',
      resolve: ({ intent }) => intent as DetectedIntent,
    }),
    items: t.field({ type: [DecisionItem], description: 'Products meant.', resolve: ({ items }) => toItems(items) }),
    correctedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was said last.' }),
  }),
});

export const AiDecision = builder.prismaNode('AiLog', {
  name: 'AiDecision',
  description: 'How a comment was understood, kept so that every sale can be explained.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('live:read'),
  nullable: true,
  fields: (t) => ({
    intent: t.field({
      type: IntentRef,
      description: 'What the author wants.',
      resolve: (log) => log.detectedIntent as DetectedIntent,
    }),
    items: t.field({
      type: [DecisionItem],
      description: 'Products asked for; empty unless the intent is PURCHASE or CHANGE.',
      resolve: (log) => toItems(log.items),
    }),
    ambiguous: t.exposeBoolean('ambiguous', { description: 'A person would ask back before touching the cart.' }),
    confidence: t.exposeFloat('confidence', { description: 'Between 0 and 1.' }),
    decidedBy: t.exposeString('decidedBy', { description: 'The rule or model that decided, such as rule:buy-verb.' }),
    language: t.exposeString('language', {
      nullable: true,
      description: 'Guessed language, ISO 639: es, en, pt or und.',
    }),
    catalogueVersion: t.exposeString('catalogueVersion', {
      nullable: true,
      description: 'Which state of the catalogue it was decided with; changes with every change of a product.',
    }),
    tookMs: t.exposeInt('tookMs', { nullable: true, description: 'How long it took, milliseconds.' }),
    provider: t.exposeString('provider', { nullable: true, description: 'Provider of the model; null for rules.' }),
    model: t.exposeString('model', { nullable: true, description: 'The language model; null for rules.' }),
    prompt: t.exposeString('prompt', {
      nullable: true,
      description: 'What the model was asked, with card and phone numbers masked; null for rules.',
    }),
    answer: t.exposeString('answer', { nullable: true, description: 'What the model answered; null for rules.' }),
    tokens: t.exposeInt('tokens', { description: 'Tokens that it cost; 0 for rules.' }),
    costMicroUsd: t.expose('costMicroUsd', {
      type: 'BigInt',
      description: 'What it cost, in millionths of a US dollar.',
    }),
    isCached: t.exposeBoolean('isCached', { description: 'A model had answered the same before.' }),
    correction: t.field({
      type: DecisionCorrection,
      nullable: true,
      description: 'What a person said instead; null when nobody did.',
      select: { comment: { select: { correction: true } } },
      resolve: (log) => log.comment.correction,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was decided.' }),
  }),
});

export const AiDecisionConnection = builder.connectionObject(
  { name: 'AiDecisionConnection', type: AiDecision },
  { name: 'AiDecisionEdge' },
);
