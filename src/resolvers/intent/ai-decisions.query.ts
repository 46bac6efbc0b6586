import { builder } from '../../schema/builder.ts';
import { AiDecision, AiDecisionConnection } from '../../schema/live/ai-decision.ts';
import '../../schema/live/comment.ts';
import { idAfter } from '../../schema/page.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

/** Below this the engine itself would rather be looked at. */
const UNSURE_BELOW = 0.8;

builder.queryField('aiDecisions', (t) =>
  t.prismaConnection(
    {
      type: AiDecision,
      cursor: 'id',
      description:
        'How comments of a store were understood, the newest first. Error NOT_FOUND when the store is not yours.',
      args: {
        storeId: t.arg.id({ required: true, description: STORE_ID }),
        needsLook: t.arg.boolean({
          description: 'True: only what a person should look at: unsure, unclear or left open, and not corrected yet.',
        }),
      },
      resolve: async (query, _root, args, context) => {
        idAfter(args.after);
        const storeId = await requireStore(context, 'Query.aiDecisions', args.storeId);
        const unsure = [
          { detectedIntent: 'abstain' },
          { ambiguous: true },
          { confidence: { lt: UNSURE_BELOW } },
          { fallback: { not: null } },
        ];
        const filter = args.needsLook ? { OR: unsure, comment: { correction: null } } : {};
        return context.app.db.aiLog.findMany({ ...query, where: { storeId, ...filter }, orderBy: { id: 'desc' } });
      },
    },
    AiDecisionConnection,
  ),
);
