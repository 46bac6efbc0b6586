import type { AskBack } from '../../domain/intent/intent-detector.ts';
import type { Fallback } from '../../domain/intent/model/ask-model.ts';
import type { Doubt } from '../../domain/intent/model/check-answer.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
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

const DecisionDoubt = builder.enumType('DecisionDoubt', {
  description: 'Why the answer of a model was not taken as it is.',
  values: enumValues<Doubt>({
    'no-sign': 'The comment has no word of its own for what the model made of it, such as one of buying.',
    'unknown-sku': 'The model named a product that it was not offered or that the store does not have.',
    'no-product': 'A purchase of nothing that could be told.',
    'no-claim': 'A change or cancellation that does not say of which claim.',
    quantity: 'A number of units that the comment does not say, or more than a model may sell.',
    unsure: 'The model itself was not sure.',
    overtaken: 'The same person said something that acts while the model was thinking.',
  }),
});

const DecisionFallback = builder.enumType('DecisionFallback', {
  description: 'Why no model was heard about a comment that rules left open.',
  values: enumValues<Fallback>({
    budget: 'The day’s limit of the store is reached.',
    failed: 'Every provider hung, refused, babbled or was being left alone.',
    off: 'The installation has no language model.',
  }),
});

const AskBackRef = builder.enumType('AskBack', {
  description: 'What a seller would have to ask before the cart can be touched.',
  values: enumValues<AskBack>({
    product: 'Which product?',
    size: 'Which size?',
    color: 'Which color?',
    variant: 'Which size and color?',
    line: 'Which of the things claimed earlier?',
  }),
});

type Decider = 'rule' | 'model' | 'fallback' | 'person';

const DeciderRef = builder.enumType('Decider', {
  description: 'Whose word about a comment counts.',
  values: enumValues<Decider>({
    rule: 'A rule of the local engine, which was sure enough.',
    model: 'A language model, after its answer was checked against the comment.',
    fallback: 'Nobody: rules left it open and no model was heard. See `fallback`.',
    person: 'A person of the store, who corrected it. See `correction`.',
  }),
});

/** Left open, and nobody has said yet what was meant. */
export const LEFT_OPEN = { leftOpen: true, comment: { correction: null } };

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
    askBack: t.field({
      type: AskBackRef,
      nullable: true,
      description: 'What there is to ask back; null when it is nothing or cannot be told.',
      resolve: (log) => log.askBack as AskBack | null,
    }),
    leftOpen: t.boolean({
      description:
        'Nobody could say for sure, so no stock was touched, and no person has said yet what was meant. Why: the intent ABSTAIN, `askBack`, `doubts`, `fallback`.',
      select: { leftOpen: true, comment: { select: { correction: { select: { id: true } } } } },
      resolve: (log) => log.leftOpen && log.comment.correction === null,
    }),
    decider: t.field({
      type: DeciderRef,
      description: 'Whose word counts: that of a rule, a model, nobody or a person.',
      select: { fallback: true, provider: true, comment: { select: { correction: { select: { id: true } } } } },
      resolve: ({ comment, fallback, provider }): Decider => {
        if (comment.correction) return 'person';
        if (fallback) return 'fallback';
        return provider ? 'model' : 'rule';
      },
    }),
    doubts: t.field({
      type: [DecisionDoubt],
      description: 'Why the answer of the model was not taken as it is; empty when it was, and for rules.',
      resolve: (log) => log.doubts as Doubt[],
    }),
    fallback: t.field({
      type: DecisionFallback,
      nullable: true,
      description: 'Why no model was heard; null when one was, or none was needed.',
      resolve: (log) => log.fallback as Fallback | null,
    }),
    confidence: t.exposeFloat('confidence', { description: 'Between 0 and 1.' }),
    decidedBy: t.exposeString('decidedBy', {
      description:
        'The rule or model that decided: `purchase:claim`, `model:openai/gpt-4.1-mini`, `fallback:failed/abstain:goods`.',
    }),
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
