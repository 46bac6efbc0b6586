import { builder } from '../builder.ts';
import { findOwn } from '../own-stores.ts';
import { type DetectedIntent, IntentRef } from './intent.ts';

export type DecidedItem = { readonly sku: string; readonly quantityUnits: number };

export const DecisionItem = builder.objectRef<DecidedItem>('DecisionItem').implement({
  description: 'A product that a comment asks for.',
  fields: (t) => ({
    sku: t.exposeString('sku', { description: 'SKU in the store.' }),
    quantityUnits: t.exposeInt('quantityUnits', { description: 'Units asked for.' }),
  }),
});

export const AiDecision = builder.prismaNode('AiLog', {
  name: 'AiDecision',
  description: 'How a comment was understood, kept so that every sale can be explained.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findOwn,
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
      resolve: (log) =>
        (log.items as { sku: string; qty: number }[]).map((item) => ({ sku: item.sku, quantityUnits: item.qty })),
    }),
    ambiguous: t.exposeBoolean('ambiguous', { description: 'A person would ask back before touching the cart.' }),
    confidence: t.exposeFloat('confidence', { description: 'Between 0 and 1.' }),
    decidedBy: t.exposeString('decidedBy', { description: 'The rule or model that decided, such as rule:buy-verb.' }),
    language: t.exposeString('language', {
      nullable: true,
      description: 'Guessed language, ISO 639: es, en, pt or und.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was decided.' }),
  }),
});
