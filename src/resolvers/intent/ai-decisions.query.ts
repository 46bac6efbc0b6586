import { builder } from '../../schema/builder.ts';
import { AiDecision, AiDecisionConnection, LEFT_OPEN } from '../../schema/live/ai-decision.ts';
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
          description: 'True: only what a person should look at: unsure or left open, and not corrected yet.',
        }),
        leftOpen: t.arg.boolean({
          description: 'True: only what was left open, so that nothing was done, and is not corrected yet.',
        }),
      },
      // Prisma's cursor counts on its row being in the list, and a corrected one has left it: so by the id.
      resolve: async ({ cursor: _cursor, skip: _skip, ...query }, _root, args, context) => {
        const after = idAfter(args.after);
        const storeId = await requireStore(context, 'Query.aiDecisions', args.storeId);
        const unsure = {
          OR: [{ leftOpen: true }, { confidence: { lt: UNSURE_BELOW } }],
          comment: { correction: null },
        };
        const where = {
          storeId,
          ...(args.needsLook ? unsure : {}),
          ...(args.leftOpen ? LEFT_OPEN : {}),
          ...(after === null ? {} : { id: { lt: after } }),
        };
        return context.app.db.aiLog.findMany({ ...query, where, orderBy: { id: 'desc' } });
      },
    },
    AiDecisionConnection,
  ),
);
