import type {
  ClaimRefusal,
  Intent,
  LiveBoardQuery,
  LiveFeedSubscription,
  OrderStatus,
  RevisionRefusal,
} from '../../generated/graphql.ts';
import { sumMinor } from '../../lib/money.ts';

export type FeedEvent = LiveFeedSubscription['liveFeed'];
export type LiveSnapshot = NonNullable<LiveBoardQuery['liveEvent']>;
type OrderNode = LiveSnapshot['orders']['edges'][number]['node'];

/** What one comment was understood to be. */
export type BoardComment = {
  readonly id: string;
  readonly text: string | null;
  readonly authorName: string | null;
  readonly at: string;
  readonly intent: Intent | null;
  readonly items: readonly { readonly sku: string; readonly quantityUnits: number }[];
  readonly isAmbiguous: boolean;
  /** It was left to the seller. */
  readonly isOpen: boolean;
  readonly confidence: number | null;
  /** Why it claimed or changed nothing, when a rule of the store or the stock did not allow it. */
  readonly refusal: ClaimRefusal | RevisionRefusal | null;
};

export type LinkState = 'unknown' | 'sent' | 'refused';
export type PaymentTry = 'none' | 'started' | 'rejected';
export type SaleLine = {
  readonly key: string;
  readonly sku: string;
  readonly name: string;
  readonly quantityUnits: number;
};

/** One buyer's order of this live. */
export type Sale = {
  readonly orderId: string;
  readonly buyerName: string | null;
  readonly status: OrderStatus;
  readonly lines: readonly SaleLine[];
  readonly totalMinor: string;
  readonly currency: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly link: LinkState;
  readonly linkProblem: string | null;
  readonly payment: PaymentTry;
  /** Total when the page was loaded: a hold told with no more than that was counted then. */
  readonly loadedTotalMinor: string;
};

export type Stock = { readonly onHandUnits: number; readonly heldUnits: number; readonly availableUnits: number };

/** How much of what viewers write reaches us. */
export type Coverage = {
  readonly seenPercent: number | null;
  readonly repairedCount: number;
  readonly webhookSilentSince: string | null;
  readonly problem: string | null;
  readonly isBroadcastEnded: boolean;
  /** When Facebook had let go of the Page and was made to tell us again. */
  readonly mendedAt: string | null;
};

export type LiveBoard = {
  readonly cursor: string;
  readonly eventCount: number;
  readonly isEnded: boolean;
  /** Newest first, at most MOST_COMMENTS. */
  readonly comments: readonly BoardComment[];
  readonly commentCount: number;
  readonly openCount: number;
  /** Newest first, at most MOST_SALES. */
  readonly sales: readonly Sale[];
  readonly saleCount: number;
  readonly paidCount: number;
  readonly paidMinor: string;
  readonly waiting: readonly string[];
  readonly stock: Readonly<Record<string, Stock>>;
  /** The newest sale, for those who cannot see it appear. */
  readonly newestSale: Sale | null;
  /** There are more orders than the page reads, so the count is a lower bound. */
  readonly hasMoreSales: boolean;
  readonly hasMoreWaiting: boolean;
  readonly coverage: Coverage;
};

export const MOST_COMMENTS = 300;
export const MOST_SALES = 1_000;

/** Orders move forward only; what is paid after its hold ended is paid. */
const RANKS: Readonly<Record<OrderStatus, number>> = { PENDING: 0, EXPIRED: 1, CANCELLED: 1, PAID: 2, REFUNDED: 3 };

/** True when `cursor` stands behind `reference` in the log. Cursors are decimal positions. */
export function isNewer(cursor: string, reference: string): boolean {
  return cursor.length === reference.length ? cursor > reference : cursor.length > reference.length;
}

/** The board as the page loads it. */
export function startLiveBoard(snapshot: LiveSnapshot): LiveBoard {
  const sales = snapshot.orders.edges
    .map(({ node }) => saleOf(node))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const paid = sales.filter((sale) => sale.status === 'PAID');
  const comments = snapshot.comments.edges.map(({ node }) => commentOf(node)).sort((a, b) => b.at.localeCompare(a.at));
  return {
    cursor: snapshot.feedCursor,
    eventCount: 0,
    isEnded: snapshot.status === 'FINISHED',
    comments: comments.slice(0, MOST_COMMENTS),
    commentCount: snapshot.commentCount,
    openCount: snapshot.openCommentCount,
    sales: sales.slice(0, MOST_SALES),
    saleCount: sales.length,
    paidCount: paid.length,
    paidMinor: sumMinor(paid.map((sale) => sale.totalMinor)),
    waiting: snapshot.waitlist.edges.map(({ node }) => claimKey(node.commentId, node.product.id)),
    stock: {},
    newestSale: null,
    hasMoreSales: snapshot.orders.pageInfo.hasNextPage,
    hasMoreWaiting: snapshot.waitlist.pageInfo.hasNextPage,
    coverage: coverageOf(snapshot.coverage),
  };
}

/** The board after one event. An event at or before the board's cursor was applied already and changes nothing. */
export function buildLiveBoard(board: LiveBoard, event: FeedEvent): LiveBoard {
  if (!isNewer(event.cursor, board.cursor)) return board;
  return { ...apply(board, event), cursor: event.cursor, eventCount: board.eventCount + 1 };
}

function apply(board: LiveBoard, event: FeedEvent): LiveBoard {
  switch (event.__typename) {
    case 'CommentUnclearEvent':
      return addComment(board, {
        id: event.commentId,
        text: event.text ?? null,
        authorName: event.authorName ?? null,
        at: event.occurredAt,
        intent: null,
        items: [],
        isAmbiguous: false,
        isOpen: false,
        confidence: null,
        refusal: null,
      });
    case 'CommentUnderstoodEvent':
      return addComment(board, {
        id: event.commentId,
        text: event.text ?? null,
        authorName: event.authorName ?? null,
        at: event.occurredAt,
        intent: event.intent,
        items: event.items,
        isAmbiguous: event.ambiguous,
        isOpen: event.leftOpen,
        confidence: event.confidence,
        refusal: null,
      });
    case 'HoldPlacedEvent':
      return addHold(board, event);
    case 'ClaimWaitlistedEvent': {
      const claim = claimKey(event.claimCommentId, event.productId);
      return board.waiting.includes(claim) ? board : { ...board, waiting: [...board.waiting, claim] };
    }
    case 'HoldChangedEvent':
    case 'HoldCancelledEvent':
      return setCart(board, event);
    case 'ClaimRefusedEvent':
      return refuseComment(board, event.refusedCommentId, event.refusal);
    case 'RevisionRefusedEvent':
      return refuseComment(board, event.refusedCommentId, event.revisionRefusal);
    case 'StockChangedEvent':
      return setStock(board, event.productId, event);
    case 'MessageSentEvent':
      return event.kind === 'PRIVATE_REPLY'
        ? changeSale(board, event.messageOrderId, () => ({ link: 'sent', linkProblem: null }))
        : board;
    case 'MessageRefusedEvent':
      if (event.kind !== 'PRIVATE_REPLY') return board;
      return changeSale(board, event.messageOrderId, () => ({ link: 'refused', linkProblem: event.reason }));
    case 'PaymentStartedEvent':
      return changeSale(board, event.orderId, () => ({ payment: 'started' }));
    case 'PaymentRejectedEvent':
      return changeSale(board, event.orderId, () => ({ payment: 'rejected' }));
    case 'OrderPaidEvent':
      return moveSale(board, event.orderId, 'PAID', event.amount.amountMinor);
    case 'OrderExpiredEvent':
      return moveSale(board, event.orderId, 'EXPIRED');
    case 'OrderCancelledEvent':
      return moveSale(board, event.orderId, 'CANCELLED');
    case 'CoverageChangedEvent':
      return changeCoverage(board, {
        seenPercent: event.seenPercent ?? null,
        repairedCount: event.repairedCount,
        webhookSilentSince: event.webhookSilentSince ?? null,
        problem: event.coverageProblem ?? null,
      });
    case 'BroadcastChangedEvent':
      return changeCoverage(board, { isBroadcastEnded: event.broadcast === 'ENDED' });
    case 'PageSubscriptionRepairedEvent':
      return changeCoverage(board, { mendedAt: event.occurredAt });
    case 'LiveEndedEvent':
      return { ...board, isEnded: true };
    default:
      return board;
  }
}

/** Stock as an answer or event of this instant tells it; both carry the whole state, so the last one counts. */
export function setStock(board: LiveBoard, productId: string, stock: Stock): LiveBoard {
  const { onHandUnits, heldUnits, availableUnits } = stock;
  return { ...board, stock: { ...board.stock, [productId]: { onHandUnits, heldUnits, availableUnits } } };
}

const changeCoverage = (board: LiveBoard, change: Partial<Coverage>): LiveBoard => ({
  ...board,
  coverage: { ...board.coverage, ...change },
});

function coverageOf(given: LiveSnapshot['coverage']): Coverage {
  return {
    seenPercent: given?.seenPercent ?? null,
    repairedCount: given?.repairedCount ?? 0,
    webhookSilentSince: given?.webhookSilentSince ?? null,
    problem: given?.problem ?? null,
    isBroadcastEnded: given?.broadcast === 'ENDED',
    mendedAt: null,
  };
}

const claimKey = (commentId: string | null | undefined, productId: string) => `${commentId ?? ''} ${productId}`;

function addComment(board: LiveBoard, comment: BoardComment): LiveBoard {
  const known = board.comments.findIndex(({ id }) => id === comment.id);
  const old = board.comments[known];
  const openCount = board.openCount + (comment.isOpen && !old?.isOpen ? 1 : 0);
  if (old) {
    const { at, refusal } = old;
    return { ...board, openCount, comments: board.comments.with(known, { ...comment, at, refusal }) };
  }
  return {
    ...board,
    openCount,
    comments: [comment, ...board.comments].slice(0, MOST_COMMENTS),
    commentCount: board.commentCount + 1,
  };
}

function addHold(board: LiveBoard, event: Extract<FeedEvent, { __typename: 'HoldPlacedEvent' }>): LiveBoard {
  const waiting = board.waiting.filter((claim) => claim !== claimKey(event.claimCommentId, event.productId));
  const place = board.sales.findIndex(({ orderId }) => orderId === event.orderId);
  const old = board.sales[place];
  const { amountMinor, currency } = event.orderTotal;
  if (old && BigInt(amountMinor) <= BigInt(old.loadedTotalMinor)) return { ...board, waiting };
  const line = { key: event.cursor, sku: event.sku, name: event.productName, quantityUnits: event.quantityUnits };
  if (old) {
    const sale: Sale = {
      ...old,
      buyerName: event.buyerName ?? old.buyerName,
      lines: [...old.lines, line],
      totalMinor: amountMinor,
      expiresAt: event.expiresAt,
    };
    return { ...board, waiting, sales: board.sales.with(place, sale), newestSale: sale };
  }
  const sale: Sale = {
    orderId: event.orderId,
    buyerName: event.buyerName ?? null,
    status: 'PENDING',
    lines: [line],
    totalMinor: amountMinor,
    currency,
    createdAt: event.occurredAt,
    expiresAt: event.expiresAt,
    link: 'unknown',
    linkProblem: null,
    payment: 'none',
    loadedTotalMinor: '-1',
  };
  return {
    ...board,
    waiting,
    sales: [sale, ...board.sales].slice(0, MOST_SALES),
    saleCount: board.saleCount + 1,
    newestSale: sale,
  };
}

// The event tells the whole cart, so holds told before it and counted on loading cannot be counted twice.
function setCart(
  board: LiveBoard,
  { changedOrderId, cart, cursor }: Extract<FeedEvent, { __typename: 'HoldChangedEvent' | 'HoldCancelledEvent' }>,
): LiveBoard {
  if (!cart) return board;
  return changeSale(board, changedOrderId, () => ({
    lines: cart.lines.map(({ sku, productName: name, quantityUnits }) => ({
      key: `${cursor} ${sku}`,
      sku,
      name,
      quantityUnits,
    })),
    totalMinor: cart.total.amountMinor,
    expiresAt: cart.expiresAt,
    loadedTotalMinor: '-1',
  }));
}

function refuseComment(board: LiveBoard, commentId: string, refusal: BoardComment['refusal']): LiveBoard {
  const place = board.comments.findIndex(({ id }) => id === commentId);
  const old = board.comments[place];
  return old ? { ...board, comments: board.comments.with(place, { ...old, refusal }) } : board;
}

function changeSale(
  board: LiveBoard,
  orderId: string | null | undefined,
  change: (sale: Sale) => Partial<Sale>,
): LiveBoard {
  const place = board.sales.findIndex((sale) => sale.orderId === orderId);
  const old = board.sales[place];
  return old ? { ...board, sales: board.sales.with(place, { ...old, ...change(old) }) } : board;
}

function moveSale(board: LiveBoard, orderId: string, status: OrderStatus, paidMinor?: string): LiveBoard {
  const old = board.sales.find((sale) => sale.orderId === orderId);
  if (old && RANKS[status] <= RANKS[old.status]) return board;
  const moved = changeSale(board, orderId, () => ({ status, ...(paidMinor && { totalMinor: paidMinor }) }));
  if (status !== 'PAID' || paidMinor === undefined) return moved;
  return { ...moved, paidCount: board.paidCount + 1, paidMinor: sumMinor([board.paidMinor, paidMinor]) };
}

const LINKS = { NONE: 'unknown', QUEUED: 'unknown', SENT: 'sent', REFUSED: 'refused' } as const satisfies Record<
  OrderNode['linkState'],
  LinkState
>;

function saleOf(order: OrderNode): Sale {
  return {
    orderId: order.id,
    buyerName: order.buyer.name ?? null,
    status: order.status,
    lines: order.items.map(({ id, product, quantityUnits }) => ({
      key: id,
      sku: product.sku,
      name: product.name,
      quantityUnits,
    })),
    totalMinor: order.total.amountMinor,
    currency: order.total.currency,
    createdAt: order.createdAt,
    expiresAt: order.holdExpiresAt,
    link: LINKS[order.linkState],
    linkProblem: null,
    payment: 'none',
    loadedTotalMinor: order.total.amountMinor,
  };
}

function commentOf(comment: LiveSnapshot['comments']['edges'][number]['node']): BoardComment {
  const { decision } = comment;
  return {
    id: comment.id,
    text: comment.text,
    authorName: comment.authorName,
    at: comment.commentedAt,
    intent: comment.intent ?? null,
    items: decision?.items ?? [],
    isAmbiguous: decision?.ambiguous ?? false,
    isOpen: decision?.leftOpen ?? false,
    confidence: decision?.confidence ?? null,
    refusal: comment.refusedClaims[0]?.reason ?? null,
  };
}
