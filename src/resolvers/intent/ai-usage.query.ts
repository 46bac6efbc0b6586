import { readProviders } from '../../domain/intent/model/provider-board.ts';
import { readUsage } from '../../domain/intent/model/read-usage.ts';
import { builder } from '../../schema/builder.ts';
import { AiUsage } from '../../schema/live/ai-usage.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('aiUsage', (t) =>
  t.field({
    type: AiUsage,
    description: 'What language models did for a store today, and what they may cost.',
    args: { storeId: t.arg.id({ required: true, description: STORE_ID }) },
    resolve: async (_root, args, context) => {
      const storeId = await requireStore(context, 'Query.aiUsage', args.storeId);
      const { dayTokens: tokenLimit, dayCostMicroUsd: costLimitMicroUsd } = context.app.config.limits.ai;
      const [usage, providers] = await Promise.all([readUsage(context.app.pool, storeId), readProviders(context.app)]);
      return { ...usage, tokenLimit, costLimitMicroUsd, providers };
    },
  }),
);
