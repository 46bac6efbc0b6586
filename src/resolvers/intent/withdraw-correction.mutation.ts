import { z } from 'zod';
import { NotFoundError } from '../../domain/errors.ts';
import { withdrawCorrection } from '../../domain/intent/withdraw-correction.ts';
import { builder } from '../../schema/builder.ts';
import { AiDecision } from '../../schema/live/ai-decision.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn } from '../caller.ts';

const WithdrawCorrectionInput = builder.inputType('WithdrawCorrectionInput', {
  description: 'Whose correction to take back.',
  fields: (t) => ({
    decisionId: t.id({ required: true, description: 'Global id of the AiDecision.' }),
  }),
  validate: z.object({ decisionId: z.string() }),
});

builder.mutationField('withdrawCorrection', (t) =>
  t.prismaField({
    type: AiDecision,
    description: 'Takes back a correction, as if nobody had said anything; without one it changes nothing.',
    errors: { types: [NotFoundError], dataField: { description: 'The decision.' } },
    args: { input: t.arg({ type: WithdrawCorrectionInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const { id, storeId } = await requireOwn(context, 'Mutation.withdrawCorrection', 'AiDecision', input.decisionId);
      await withdrawCorrection({ sql: context.app.pool }, { storeId, decisionId: id });
      return context.app.db.aiLog.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
