import { GraphQLError } from 'graphql';
import { listAudit } from '../../domain/identity/list-audit.ts';
import { builder } from '../../schema/builder.ts';
import { AuditEntry, AuditEntryConnection } from '../../schema/identity/audit-entry.ts';
import { pageSize } from '../../schema/page.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('auditLog', (t) =>
  t.connection(
    {
      type: AuditEntry,
      description:
        'What was done in a store and is kept for good, the newest first. Owners only: to others the store is not found.',
      args: { storeId: t.arg.id({ required: true, description: STORE_ID }) },
      resolve: async (_root, args, context) => {
        const beforeSeq = seqOf(args.after);
        const size = pageSize(args.first);
        const storeId = await requireStore(context, 'Query.auditLog', args.storeId);
        const rows = await listAudit(context.app.pool, { storeId, beforeSeq, limit: size + 1 });
        const edges = rows.slice(0, size).map((node) => ({ cursor: node.seq, node }));
        return {
          edges,
          pageInfo: {
            hasNextPage: rows.length > size,
            hasPreviousPage: beforeSeq !== null,
            startCursor: edges[0]?.cursor ?? null,
            endCursor: edges.at(-1)?.cursor ?? null,
          },
        };
      },
    },
    AuditEntryConnection,
  ),
);

/** @throws GraphQLError BAD_CURSOR naming the argument. */
function seqOf(cursor: string | null | undefined): string | null {
  if (cursor == null) return null;
  if (/^\d{1,15}$/.test(cursor)) return cursor;
  throw new GraphQLError('after does not fit. It is no cursor of this list. Take it from pageInfo.endCursor.', {
    extensions: { code: 'BAD_CURSOR', field: 'after' },
  });
}
