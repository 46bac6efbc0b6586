import type { Broadcast } from '../../domain/live/live-reader.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';

export const BroadcastState = builder.enumType('BroadcastState', {
  description: 'What Facebook says of a broadcast.',
  values: enumValues<Broadcast>({
    unknown: 'Facebook was not asked yet, or did not say.',
    live: 'It is on the air.',
    ended: 'It has ended. The live here goes on until it is ended here.',
  }),
});

export const LiveCoverage = builder.prismaObject('LiveCoverage', {
  name: 'LiveCoverage',
  description:
    'How much of a live’s comments reached us. Facebook’s own list is read beside the webhook, and what the webhook did not bring is taken from there.',
  fields: (t) => ({
    seenPercent: t.exposeInt('seenPercent', {
      nullable: true,
      description:
        'Of the comments that are here, how many per cent the webhook brought by itself; null while there is none.',
    }),
    repairedCount: t.exposeInt('repairedCount', { description: 'Comments that were taken from Facebook’s list.' }),
    webhookSilentSince: t.expose('webhookSilentSince', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when the webhook has brought nothing although comments were written; null while it works.',
    }),
    broadcast: t.field({
      type: BroadcastState,
      description: 'What Facebook says of the broadcast.',
      resolve: (coverage) => coverage.broadcast as Broadcast,
    }),
    checkedAt: t.expose('checkedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When Facebook’s list was last read.',
    }),
    problem: t.exposeString('problem', {
      nullable: true,
      description: 'Why it could not be read the last time, in English; null when it was.',
    }),
  }),
});
