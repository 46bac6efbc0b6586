import { builder } from '../builder.ts';
import { ProductRef } from '../catalogue/product.ts';
import { enumValues } from '../enum-values.ts';
import { BotPause } from '../messaging/bot-pause.ts';
import { findWith } from '../own-stores.ts';
import { withCursor } from '../page.ts';
import { OrderConnection } from '../sales/order.ts';
import { WaitlistConnection } from '../sales/waitlist-entry.ts';
import { LEFT_OPEN } from './ai-decision.ts';
import { CommentConnection } from './comment.ts';
import { LiveCoverage } from './live-coverage.ts';

export const LIVE_STATUSES = ['active', 'finished'] as const;
export type LiveStatus = (typeof LIVE_STATUSES)[number];

export const LiveEventStatus = builder.enumType('LiveEventStatus', {
  description: 'Whether a live takes comments.',
  values: enumValues<LiveStatus>({ active: 'It runs: comments become holds.', finished: 'It has ended.' }),
});

export const LiveEvent = builder.prismaNode('LiveEvent', {
  name: 'LiveEvent',
  description: 'One broadcast of a store, from start to end.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('live:read'),
  nullable: true,
  fields: (t) => ({
    databaseId: t.exposeID('id', { description: 'The plain UUID, as the REST API and the queues use it (`live_id`).' }),
    title: t.exposeString('title', { description: 'Title that the seller gave.' }),
    status: t.field({
      type: LiveEventStatus,
      description: 'Whether it runs.',
      resolve: (live) => live.status as LiveStatus,
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was started here.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was ended; null while it runs.',
    }),
    fbLiveId: t.exposeString('fbLiveId', {
      nullable: true,
      description: 'Id of the live video at Facebook, when known.',
    }),
    store: t.relation('store', { description: 'The store that it belongs to.' }),
    showingProduct: t.relation('showingProduct', {
      type: ProductRef,
      nullable: true,
      description: 'The product in the seller’s hand: a comment that names none means this one.',
    }),
    botPauses: t.relation('botPauses', {
      type: BotPause,
      description: 'The pause of this live that holds now: one or none. The store may have one of its own.',
      query: { where: { resumedAt: null } },
    }),
    feedCursor: t.string({
      description:
        'Cursor of the newest event of the log, taken before anything else of this operation was read. Read lists together with it and give it to `liveFeed` as `after`: nothing falls between them.',
      resolve: (_live, _args, context) => context.feedCursor ?? '0',
    }),
    comments: t.relatedConnection(
      'comments',
      {
        cursor: 'id',
        description: 'Comments of viewers, the newest first.',
        query: (args) => withCursor(args, { orderBy: [{ commentedAt: 'desc' }, { id: 'desc' }] }),
      },
      CommentConnection,
    ),
    coverage: t.relation('coverage', {
      type: LiveCoverage,
      nullable: true,
      description: 'How much of its comments reached us; null before Facebook’s list was first read.',
    }),
    openCommentCount: t.relationCount('aiLogs', {
      where: LEFT_OPEN,
      description: 'Comments that were left open and that no person has looked at: they need the seller.',
    }),
    commentCount: t.relationCount('comments', { description: 'How many comments viewers wrote.' }),
    waitlist: t.relatedConnection(
      'waitlist',
      {
        cursor: 'id',
        description: 'Who waits in line for stock, the first comment first.',
        query: (args) =>
          withCursor(args, { where: { state: 'waiting' }, orderBy: [{ commentedAt: 'asc' }, { id: 'asc' }] }),
      },
      WaitlistConnection,
    ),
    orders: t.relatedConnection(
      'orders',
      {
        cursor: 'id',
        description: 'Orders that came out of it, the newest first.',
        query: (args) => withCursor(args, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }),
      },
      OrderConnection,
    ),
  }),
});

export const LiveEventConnection = builder.connectionObject(
  { name: 'LiveEventConnection', type: LiveEvent },
  { name: 'LiveEventEdge' },
);
