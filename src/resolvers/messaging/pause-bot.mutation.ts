import { NotFoundError } from '../../domain/errors.ts';
import { pauseBot } from '../../domain/messaging/pause-bot.ts';
import { withTransaction } from '../../platform/db/transaction.ts';
import { builder } from '../../schema/builder.ts';
import { BotPause } from '../../schema/messaging/bot-pause.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { sellerOf } from '../caller.ts';
import { LIVE_EVENT_ID, requireBrakeScope } from './brake-scope.ts';

const PauseBotInput = builder.inputType('PauseBotInput', {
  description: 'Where the bot is to stand still.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    liveEventId: t.id({ description: LIVE_EVENT_ID }),
  }),
});

builder.mutationField('pauseBot', (t) =>
  t.prismaField({
    type: BotPause,
    description:
      'Stops the bot at once: within a second nothing of it leaves, in public or in private. What it would have said is withheld. Comments are still read and stock is still held. Stopping twice changes nothing.',
    errors: { types: [NotFoundError], dataField: { description: 'The pause that holds.' } },
    args: { input: t.arg({ type: PauseBotInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const scope = await requireBrakeScope(context, 'Mutation.pauseBot', input);
      const id = await withTransaction(context.app.pool, (sql) =>
        pauseBot(sql, { ...scope, reason: 'seller', by: sellerOf(context) }),
      );
      return context.app.db.botPause.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
