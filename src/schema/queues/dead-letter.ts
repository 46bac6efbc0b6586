import type { DeadLetterKind as Kind } from '../../domain/queues/dead-letters.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { toGlobalId } from '../global-id.ts';
import { findOwned } from '../own-stores.ts';

const DeadLetterKind = builder.enumType('DeadLetterKind', {
  description: 'What kind of work was given up.',
  values: enumValues<Kind>({
    comment: 'A comment or message of a buyer that could not be read in.',
    understanding: 'A comment that the AI could not be asked about.',
    message: 'A message to a buyer that could not be sent.',
    payment:
      'A notice of a payment that could not be worked off. The payment itself is asked after at the gateway too.',
    webhook: 'A webhook that a partner did not take.',
    step: 'A step that should have followed an event of the log.',
  }),
});

export const DeadLetter = builder.prismaNode('DeadLetter', {
  name: 'DeadLetter',
  description: 'Work that failed again and again, or could never succeed, and waits for a person.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: (id, context) => findOwned(id, context, 'queues:manage'),
  nullable: true,
  fields: (t) => ({
    kind: t.field({
      type: DeadLetterKind,
      description: 'What kind of work it was.',
      resolve: (letter) => letter.kind as Kind,
    }),
    subject: t.exposeString('subject', {
      nullable: true,
      description:
        'What it was about: the comment’s id at Facebook, the kind of message, the payment’s number at the gateway, or the event’s name.',
    }),
    reason: t.exposeString('reason', { description: 'Why it was given up, as the last try told it, in English.' }),
    attempts: t.exposeInt('attempts', { description: 'Tries before it was given up.' }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime', description: 'When the work was first to be done.' }),
    parkedAt: t.expose('parkedAt', { type: 'DateTime', description: 'When it was given up.' }),
  }),
});

export const DeadLetterConnection = builder.connectionObject(
  { name: 'DeadLetterConnection', type: DeadLetter },
  { name: 'DeadLetterEdge' },
);

/** Plain ids of the dead letters that a mutation found. */
export const SettledDeadLetters = builder.objectRef<readonly string[]>('SettledDeadLetters').implement({
  description: 'The dead letters that were found. The others were settled before.',
  fields: (t) => ({
    ids: t.idList({
      description: 'Global ids of those that were there.',
      resolve: (ids) => ids.map((id) => toGlobalId('DeadLetter', id)),
    }),
  }),
});
