import { z } from 'zod';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { correctDecision } from '../../domain/intent/correct-decision.ts';
import { INTENTS, type Intent } from '../../domain/intent/intent-detector.ts';
import { builder } from '../../schema/builder.ts';
import { AiDecision } from '../../schema/live/ai-decision.ts';
import { IntentRef } from '../../schema/live/intent.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';
import { line, units } from '../shapes.ts';

const ITEMS_MAX = 20;

const CorrectedItemInput = builder.inputType('CorrectedItemInput', {
  description: 'A product that the comment asked for.',
  fields: (t) => ({
    sku: t.string({ required: true, description: 'SKU in the store.' }),
    quantityUnits: t.int({ required: true, description: 'Units, 1 or more.' }),
  }),
  validate: z.object({ sku: line(100), quantityUnits: units(1) }),
});

const CorrectDecisionInput = builder.inputType('CorrectDecisionInput', {
  description: 'What a comment meant.',
  fields: (t) => ({
    decisionId: t.id({ required: true, description: 'Global id of the AiDecision.' }),
    intent: t.field({ type: IntentRef, required: true, description: 'What the author wanted; not ABSTAIN.' }),
    items: t.field({
      type: [CorrectedItemInput],
      description: `Products meant, up to ${ITEMS_MAX}; left out: none.`,
    }),
  }),
  validate: z.object({
    decisionId: z.string(),
    intent: z.enum(INTENTS),
    items: z.array(z.unknown()).max(ITEMS_MAX).nullish(),
  }),
});

builder.mutationField('correctDecision', (t) =>
  t.prismaField({
    type: AiDecision,
    description:
      'Says what a comment meant where the engine was wrong. It teaches: no stock moves, nothing is sent; a later word replaces an earlier one.',
    errors: { types: [InvalidInputError, NotFoundError], dataField: { description: 'The decision.' } },
    args: { input: t.arg({ type: CorrectDecisionInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { id, storeId } = await requireOwn(context, 'Mutation.correctDecision', 'AiDecision', input.decisionId);
      await correctDecision(
        { sql: context.app.pool },
        {
          storeId,
          decisionId: id,
          sellerId: sellerOf(context),
          intent: input.intent as Intent,
          items: input.items ?? [],
        },
      );
      return context.app.db.aiLog.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
