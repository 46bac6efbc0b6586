import { z } from 'zod';
import { readSupportDecisions } from '../../domain/identity/read-support.ts';
import { builder } from '../../schema/builder.ts';
import { uuidOf } from '../../schema/global-id.ts';
import { SupportDecision, SupportDecisionConnection } from '../../schema/identity/support.ts';
import { pageSize, refused } from '../../schema/page.ts';
import { requireSuperAdmin } from '../caller.ts';
import { REASON, reasonOf } from './support-reason.ts';

builder.queryField('supportDecisions', (t) =>
  t.connection(
    {
      type: SupportDecision,
      description:
        'How comments of any store were understood, the newest first, for the support people of the installation; FORBIDDEN to everybody else. Each read stands in the audit log of the store.',
      args: {
        storeId: t.arg.id({ required: true, description: 'Global id of any store.' }),
        reason: t.arg.string({ required: true, description: REASON }),
      },
      resolve: async (_root, args, context) => {
        const size = pageSize(args.first);
        const beforeId = args.after ?? null;
        if (beforeId !== null && !z.uuid().safeParse(beforeId).success)
          throw refused('after', 'It is no cursor of this list. Take it from pageInfo.endCursor.', 'BAD_CURSOR');
        const actorId = await requireSuperAdmin(context, 'Query.supportDecisions');
        const storeId = uuidOf('Store', args.storeId);
        const read = { actorId, storeId, reason: reasonOf(args.reason) };
        const rows = await readSupportDecisions(context.beyondWall, { ...read, beforeId, limit: size + 1 });
        const edges = rows.slice(0, size).map((node) => ({ cursor: node.id, node }));
        return {
          edges,
          pageInfo: {
            hasNextPage: rows.length > size,
            hasPreviousPage: beforeId !== null,
            startCursor: edges[0]?.cursor ?? null,
            endCursor: edges.at(-1)?.cursor ?? null,
          },
        };
      },
    },
    SupportDecisionConnection,
  ),
);
