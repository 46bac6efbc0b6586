import { z } from 'zod';
import { ConflictError, InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { writeMessage } from '../../domain/messaging/write-message.ts';
import { builder } from '../../schema/builder.ts';
import { Message } from '../../schema/messaging/message.ts';
import { INPUT } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireOwn, sellerOf } from '../caller.ts';

// Limit of a text: Messenger Platform, send messages.
const TEXT_MAX_CHARS = 2_000;

const SendMessageInput = builder.inputType('SendMessageInput', {
  description: 'Words that a person writes by hand.',
  fields: (t) => ({
    conversationId: t.id({ required: true, description: 'Global id of the Conversation.' }),
    text: t.string({ required: true, description: `Up to ${TEXT_MAX_CHARS} characters.` }),
    clientKey: t.string({
      required: true,
      description: 'A text of your own for this message, such as a UUID: the same one is never sent twice.',
    }),
  }),
  validate: z.object({
    conversationId: z.string(),
    text: z
      .string()
      .trim()
      .min(1, 'Expected a text, got none')
      .max(TEXT_MAX_CHARS, `Expected up to ${TEXT_MAX_CHARS} characters`)
      .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'Expected whole characters'),
    clientKey: z.string().regex(/^[\w-]{1,100}$/, 'Expected up to 100 letters, digits, - and _'),
  }),
});

builder.mutationField('sendMessage', (t) =>
  t.prismaField({
    type: Message,
    description:
      'Writes into a conversation in the name of a person, who leads it from then on. Only for words of people: Meta gives them 7 days where a bot has 24 hours. It leaves although the bot stands still.',
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      dataField: { description: 'The message, on its way.' },
    },
    args: { input: t.arg({ type: SendMessageInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const chat = await requireOwn(context, 'Mutation.sendMessage', 'Conversation', input.conversationId);
      const { takeOverMs } = context.app.config.limits.brakes;
      const id = await writeMessage(
        { pool: context.app.pool, takeOverMs },
        {
          storeId: chat.storeId,
          conversationId: chat.id,
          text: input.text.trim(),
          clientKey: input.clientKey,
          by: sellerOf(context),
        },
      );
      return context.app.db.message.findUniqueOrThrow({ ...asked(query), where: { id } });
    },
  }),
);
