import { z } from 'zod';
import { IllegalMoveError, InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { resumeBot } from '../../domain/messaging/resume-bot.ts';
import { builder } from '../../schema/builder.ts';
import { uuidOf } from '../../schema/global-id.ts';
import { BotPause } from '../../schema/messaging/bot-pause.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { sellerOf } from '../caller.ts';
import { LIVE_EVENT_ID, requireBrakeScope } from './brake-scope.ts';

const IDS_MAX = 500;

const WithheldChoice = builder.enumType('WithheldChoice', {
  description: 'What becomes of the withheld messages.',
  values: {
    SEND: {
      description:
        'They leave once, as far as they still make sense: no public answer to old comments, nothing of carts that ended.',
    },
    DROP: { description: 'None of them leaves.' },
  },
});

const ResumeBotInput = builder.inputType('ResumeBotInput', {
  description: 'Where the bot is to go on, and with what.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    liveEventId: t.id({ description: LIVE_EVENT_ID }),
    withheld: t.field({ type: WithheldChoice, required: true, description: 'What becomes of the withheld messages.' }),
    dropMessageIds: t.idList({ description: `Global ids of up to ${IDS_MAX} withheld Messages that shall not leave.` }),
  }),
  validate: z.object({
    storeId: z.string(),
    liveEventId: z.string().nullish(),
    withheld: z.string(),
    dropMessageIds: z.array(z.string()).max(IDS_MAX, `Expected up to ${IDS_MAX} ids`).nullish(),
  }),
});

builder.mutationField('resumeBot', (t) =>
  t.prismaField({
    type: BotPause,
    description: 'Lets the bot go on. A pause of the whole store and one of a live end apart from each other.',
    errors: {
      types: [InvalidInputError, NotFoundError, IllegalMoveError],
      dataField: { description: 'The pause that ended.' },
    },
    args: { input: t.arg({ type: ResumeBotInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const scope = await requireBrakeScope(context, 'Mutation.resumeBot', input);
      const id = await resumeBot(context.app, {
        ...scope,
        by: sellerOf(context),
        dropAll: input.withheld === 'DROP',
        dropMessageIds: (input.dropMessageIds ?? [])
          .map((globalId) => uuidOf('Message', globalId))
          .filter((messageId) => z.uuid().safeParse(messageId).success),
      });
      return context.app.db.botPause.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
