import { builder } from '../../schema/builder.ts';
import { idAfter } from '../../schema/page.ts';
import { DeadLetter, DeadLetterConnection } from '../../schema/queues/dead-letter.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

builder.queryField('deadLetters', (t) =>
  t.prismaConnection(
    {
      type: DeadLetter,
      cursor: 'id',
      description:
        'Work of a store that was given up and waits for a person, the newest first. Owners only: to others the store is not found.',
      args: { storeId: t.arg.id({ required: true, description: STORE_ID }) },
      resolve: async (query, _root, args, context) => {
        idAfter(args.after);
        const storeId = await requireStore(context, 'Query.deadLetters', args.storeId);
        return context.app.db.deadLetter.findMany({
          ...query,
          where: { storeId, requeuedAt: null },
          orderBy: { id: 'desc' },
        });
      },
    },
    DeadLetterConnection,
  ),
);
