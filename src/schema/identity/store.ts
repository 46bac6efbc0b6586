import { type MemberRole, permissionsOf } from '../../domain/identity/permissions.ts';
import { builder } from '../builder.ts';
import { ProductConnection, productsOfStore } from '../catalogue/product-connection.ts';
import { LiveEventConnection } from '../live/live-event.ts';
import { BotPause } from '../messaging/bot-pause.ts';
import { BuyerConnection } from '../messaging/buyer.ts';
import { MessageTemplate } from '../messaging/message-template.ts';
import { PageNotice } from '../messaging/page-notice.ts';
import { PageStop } from '../messaging/page-stop.ts';
import { NOBODY, ownStore } from '../own-stores.ts';
import { withCursor } from '../page.ts';
import { PAGE_CONNECTION, PageConnection } from './page-connection.ts';
import { WaitingBroadcast } from './waiting-broadcast.ts';

const DAY_MS = 86_400_000;
const NOTICE_DAYS = 30;
const NOTICES_MAX = 20;
/** Facebook ends a broadcast after 8 hours; whose end we were not told of does not run longer. */
const BROADCAST_MS = 8 * 3_600_000;

export const Store = builder.prismaNode('Store', {
  name: 'Store',
  description: 'A shop: its products, lives, conversations and orders belong to nobody else.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: (id, context) => ({ id, ...ownStore(context) }),
  nullable: true,
  fields: (t) => ({
    databaseId: t.exposeID('id', { description: 'The plain UUID, as the REST API uses it (`tienda_id`).' }),
    name: t.exposeString('name', { description: 'Name that buyers see.' }),
    country: t.exposeString('country', { description: 'ISO 3166-1 alpha-2, such as CL.' }),
    currency: t.exposeString('currency', { description: 'ISO 4217, such as CLP; prices and orders are in it.' }),
    locale: t.exposeString('locale', { description: 'Language of messages to buyers, BCP 47, such as es-CL.' }),
    answersQuestions: t.exposeBoolean('answersQuestions', {
      description: 'Whether questions about price, stock, sizes and colours are answered from the catalogue.',
    }),
    asksBack: t.exposeBoolean('asksBack', {
      description:
        'Whether the author of a comment that was left open is asked in public, once in a live, to write the code. Otherwise only the seller is alerted.',
    }),
    shippingNote: t.exposeString('shippingNote', {
      nullable: true,
      description: 'What buyers who ask about shipping are told, in the seller’s own words; null: nothing.',
    }),
    fbPageId: t.exposeString('fbPageId', {
      nullable: true,
      description: 'Id of the Facebook Page; null before it is connected.',
    }),
    pageTokenExpiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When the connection to the Page ends unless it is renewed; null when it has no end or no Page is connected. Below 7 days: connect the Page again.',
      select: { fbSessions: { select: { expiresAt: true } } },
      resolve: (store) => store.fbSessions[0]?.expiresAt ?? null,
    }),
    maxUnitsPerProduct: t.exposeInt('maxUnitsPerProduct', {
      description: 'Units of one product that one buyer may claim in one live.',
    }),
    maxUnitsPerLive: t.exposeInt('maxUnitsPerLive', {
      description: 'Units of all products that one buyer may claim in one live.',
    }),
    maxOpenCarts: t.exposeInt('maxOpenCarts', { description: 'Unpaid orders that one buyer may have at a time.' }),
    blockedBuyers: t.relatedConnection(
      'buyers',
      {
        cursor: 'id',
        description: 'Buyers whose comments claim nothing, the one blocked last first.',
        query: (args) =>
          withCursor(args, { where: { blockedAt: { not: null } }, orderBy: [{ blockedAt: 'desc' }, { id: 'desc' }] }),
      },
      BuyerConnection,
    ),
    pageConnection: t.field({
      type: PageConnection,
      nullable: true,
      description: 'How it is tied to its Facebook Page; null before one is connected.',
      select: { fbSessions: { select: PAGE_CONNECTION } },
      resolve: (store) => store.fbSessions[0] ?? null,
    }),
    pageStops: t.field({
      type: [PageStop],
      description: 'What Facebook told the store to stop and has not ended yet; empty when all is well.',
      select: { pageStops: { orderBy: { startedAt: 'asc' } } },
      resolve: (store) => store.pageStops.filter(({ endsAt }) => endsAt === null || endsAt.getTime() > Date.now()),
    }),
    messageTemplates: t.field({
      type: [MessageTemplate],
      description:
        'Texts that may reach buyers outside the 24 hours, and how they stand at Facebook. Empty before a Page is connected.',
      select: { fbPageId: true, templates: { orderBy: [{ kind: 'asc' }, { language: 'asc' }] } },
      resolve: ({ fbPageId, templates }) => templates.filter((template) => template.fbPageId === fbPageId),
    }),
    pageNotices: t.field({
      type: [PageNotice],
      description: `What Meta told of the Page in the last ${NOTICE_DAYS} days, the newest first, ${NOTICES_MAX} at most.`,
      select: () => ({
        pageNotices: {
          where: { toldAt: { gt: new Date(Date.now() - NOTICE_DAYS * DAY_MS) } },
          orderBy: [{ toldAt: 'desc' }, { id: 'desc' }],
          take: NOTICES_MAX,
        },
      }),
      resolve: ({ pageNotices }) => pageNotices,
    }),
    waitingBroadcast: t.field({
      type: WaitingBroadcast,
      nullable: true,
      description: 'A broadcast that runs on the Page while no live is open here; null when there is none.',
      select: () => ({
        broadcasts: {
          where: { state: 'live', toldAt: { gt: new Date(Date.now() - BROADCAST_MS) } },
          orderBy: { toldAt: 'desc' },
          take: 1,
        },
        _count: { select: { liveEvents: { where: { status: 'active' } } } },
      }),
      resolve: ({ broadcasts: [broadcast], _count }) => (_count.liveEvents > 0 ? null : (broadcast ?? null)),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the store was created.' }),
    botPauses: t.relation('botPauses', {
      type: BotPause,
      description: 'The pause of the whole store that holds now: one or none. A live may have one of its own.',
      query: { where: { resumedAt: null, liveEventId: null } },
    }),
    permissions: t.stringList({
      description:
        'What the signed-in person may do here, such as live:run. A field that demands another one answers as if the store did not exist.',
      select: (_args, context) => ({
        members: { where: { sellerId: context.caller?.sellerId ?? NOBODY }, select: { role: true } },
      }),
      resolve: ({ members: [member] }) => (member ? [...permissionsOf(member.role as MemberRole)] : []),
    }),
    products: t.relatedConnection(
      'products',
      {
        cursor: 'id',
        totalCount: true,
        description: 'Products by name.',
        args: { search: t.arg.string({ description: 'Part of a name or SKU, in any case.' }) },
        query: (args) => withCursor(args, productsOfStore(args.search)),
      },
      ProductConnection,
    ),
    liveEvents: t.relatedConnection(
      'liveEvents',
      {
        cursor: 'id',
        description: 'Lives, the newest first.',
        query: (args) => withCursor(args, { orderBy: [{ startedAt: 'desc' }, { id: 'desc' }] }),
      },
      LiveEventConnection,
    ),
  }),
});
