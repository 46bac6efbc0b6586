import type { PAUSE_REASONS } from '../../events/catalog.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { findWith } from '../own-stores.ts';
import { withCursor } from '../page.ts';
import { MessageConnection } from './message.ts';

type Reason = (typeof PAUSE_REASONS)[number];

export const BotPauseReason = builder.enumType('BotPauseReason', {
  description: 'Why the bot stands still.',
  values: enumValues<Reason>({
    seller: 'A person of the store stopped it.',
    policy: 'Facebook warned or blocked the Page.',
    errors: 'Most of its messages failed of late.',
  }),
});

export const BotPause = builder.prismaNode('BotPause', {
  name: 'BotPause',
  description:
    'A time in which the bot of a store, or of one live, says nothing. Comments are still read and stock is still held.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('live:read'),
  nullable: true,
  fields: (t) => ({
    liveEvent: t.relation('liveEvent', { nullable: true, description: 'The live; null for the whole store.' }),
    reason: t.field({ type: BotPauseReason, description: 'Why.', resolve: (pause) => pause.reason as Reason }),
    detail: t.exposeString('detail', { nullable: true, description: 'What is known beside the reason, in English.' }),
    pausedByName: t.string({
      nullable: true,
      description: 'Who stopped it; null when it stopped by itself.',
      select: { pausedBy: { select: { fullName: true } } },
      resolve: (pause) => pause.pausedBy?.fullName ?? null,
    }),
    pausedAt: t.expose('pausedAt', { type: 'DateTime', description: 'When it stopped.' }),
    resumedAt: t.expose('resumedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it went on; null while it stands still.',
    }),
    withheldCount: t.relationCount('messages', {
      where: { state: 'withheld' },
      description: 'How many messages wait for it to go on.',
    }),
    withheldMessages: t.relatedConnection(
      'messages',
      {
        cursor: 'id',
        description: 'Messages that wait for it to go on, the oldest first.',
        query: (args) => withCursor(args, { where: { state: 'withheld' }, orderBy: { id: 'asc' } }),
      },
      MessageConnection,
    ),
  }),
});
