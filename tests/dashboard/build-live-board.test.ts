import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildLiveBoard,
  type FeedEvent,
  isNewer,
  type LiveBoard,
  type LiveSnapshot,
  MOST_COMMENTS,
  MOST_SALES,
  setStock,
  startLiveBoard,
} from '../../dashboard/src/features/live-board/build-live-board.ts';

const AT = '2026-05-01T20:00:00.000Z';
const clp = (amountMinor: string) => ({ amountMinor, currency: 'CLP' });

const snapshot = (over: Partial<LiveSnapshot> = {}): LiveSnapshot => ({
  id: 'live',
  title: 'Friday',
  status: 'ACTIVE',
  startedAt: AT,
  endedAt: null,
  feedCursor: '10',
  store: { id: 'store', currency: 'CLP' },
  showingProduct: null,
  comments: { edges: [] },
  commentCount: 0,
  openCommentCount: 0,
  coverage: null,
  waitlist: { pageInfo: { hasNextPage: false }, edges: [] },
  orders: { pageInfo: { hasNextPage: false, endCursor: null }, edges: [] },
  ...over,
});

type OrderNode = LiveSnapshot['orders']['edges'][number]['node'];
const orderNode = (over: Partial<OrderNode> = {}): OrderNode => ({
  id: 'order-1',
  status: 'PENDING',
  total: clp('9990'),
  createdAt: AT,
  holdExpiresAt: AT,
  linkState: 'NONE',
  buyer: { name: 'Ana' },
  items: [{ id: 'item-1', quantityUnits: 1, product: { id: 'p1', sku: 'RED-M', name: 'Red' } }],
  ...over,
});
const withOrders = (...nodes: OrderNode[]) =>
  snapshot({ orders: { pageInfo: { hasNextPage: false, endCursor: null }, edges: nodes.map((node) => ({ node })) } });

const comment = (cursor: string, commentId = `c${cursor}`): FeedEvent => ({
  __typename: 'CommentUnderstoodEvent',
  cursor,
  occurredAt: AT,
  commentId,
  text: 'quiero la roja',
  authorName: 'Ana',
  intent: 'PURCHASE',
  items: [{ sku: 'RED-M', quantityUnits: 1 }],
  ambiguous: false,
  leftOpen: false,
  confidence: 0.9,
});
const hold = (
  cursor: string,
  over: Partial<Extract<FeedEvent, { __typename: 'HoldPlacedEvent' }>> = {},
): FeedEvent => ({
  __typename: 'HoldPlacedEvent',
  cursor,
  occurredAt: AT,
  orderId: 'order-1',
  claimCommentId: `c${cursor}`,
  buyerName: 'Ana',
  productId: 'p1',
  sku: 'RED-M',
  productName: 'Red',
  quantityUnits: 1,
  orderTotal: clp('9990'),
  expiresAt: AT,
  ...over,
});
const paid = (cursor: string, orderId = 'order-1'): FeedEvent => ({
  __typename: 'OrderPaidEvent',
  cursor,
  occurredAt: AT,
  orderId,
  buyerName: 'Ana',
  amount: clp('9990'),
});
const expired = (cursor: string): FeedEvent => ({
  __typename: 'OrderExpiredEvent',
  cursor,
  occurredAt: AT,
  orderId: 'order-1',
});
const waitlisted = (cursor: string, claimCommentId: string): FeedEvent => ({
  __typename: 'ClaimWaitlistedEvent',
  cursor,
  occurredAt: AT,
  claimCommentId,
  buyerName: 'Ana',
  productId: 'p1',
  sku: 'RED-M',
  productName: 'Red',
  quantityUnits: 1,
});
const message = (cursor: string, kind: 'PRIVATE_REPLY' | 'PUBLIC_REPLY'): FeedEvent => ({
  __typename: 'MessageSentEvent',
  cursor,
  occurredAt: AT,
  kind,
  messageOrderId: 'order-1',
});
const boardAfter = (board: LiveBoard, ...events: FeedEvent[]) => events.reduce(buildLiveBoard, board);

describe('cursors', () => {
  test('are compared as positions, not as text', () => {
    expect(isNewer('10', '9')).toBe(true);
    expect(isNewer('9', '10')).toBe(false);
    expect(isNewer('12', '12')).toBe(false);
    expect(isNewer('9007199254740993', '9007199254740992')).toBe(true);
  });
});

describe('the feed', () => {
  test('a repeated event changes nothing, and a late one changes nothing', () => {
    const board = boardAfter(startLiveBoard(snapshot()), comment('11'), comment('12'));
    expect(boardAfter(board, comment('12'))).toBe(board);
    expect(boardAfter(board, comment('11'))).toBe(board);
    expect(boardAfter(board, comment('10'))).toBe(board);
    expect(board).toMatchObject({ cursor: '12', eventCount: 2, commentCount: 2 });
  });

  test('a feed cut anywhere and resumed with any overlap ends in the same board', () => {
    const story = [
      comment('11'),
      hold('12'),
      message('13', 'PRIVATE_REPLY'),
      comment('14'),
      waitlisted('15', 'c14'),
      paid('16'),
      comment('170'),
    ];
    const whole = boardAfter(startLiveBoard(snapshot()), ...story);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: story.length }),
        fc.integer({ min: 0, max: story.length }),
        (cut, overlap) => {
          const resumed = story.slice(Math.max(0, cut - overlap));
          expect(boardAfter(startLiveBoard(snapshot()), ...story.slice(0, cut), ...resumed)).toEqual(whole);
        },
      ),
    );
    expect(whole.eventCount).toBe(story.length);
  });

  test('comments are kept newest first and bounded, and all are counted', () => {
    const many = Array.from({ length: MOST_COMMENTS + 5 }, (_, i) => comment(String(11 + i)));
    const board = boardAfter(startLiveBoard(snapshot()), ...many);
    expect(board.comments).toHaveLength(MOST_COMMENTS);
    expect(board.comments[0]?.id).toBe(`c${10 + many.length}`);
    expect(board.commentCount).toBe(many.length);
  });

  test('sales are bounded, and all are counted', () => {
    const many = Array.from({ length: MOST_SALES + 3 }, (_, i) => hold(String(11 + i), { orderId: `o${i}` }));
    const board = boardAfter(startLiveBoard(snapshot()), ...many);
    expect(board.sales).toHaveLength(MOST_SALES);
    expect(board.saleCount).toBe(MOST_SALES + 3);
  });

  test('a comment that the page had loaded is shown once', () => {
    const node = {
      id: 'c11',
      text: 'quiero',
      authorName: 'Ana',
      commentedAt: AT,
      intent: null,
      decision: null,
      refusedClaims: [],
    };
    const loaded = snapshot({ comments: { edges: [{ node }] }, commentCount: 1 });
    const board = boardAfter(startLiveBoard(loaded), comment('11'));
    expect(board.comments).toHaveLength(1);
    expect(board.commentCount).toBe(1);
    expect(board.comments[0]?.intent).toBe('PURCHASE');
  });

  test('what is left to the seller is counted once, whether the page had loaded it or the feed tells it', () => {
    const decision = { intent: 'ABSTAIN', confidence: 0.3, ambiguous: false, leftOpen: true, items: [] } as const;
    const node = {
      id: 'c11',
      text: 'mmm',
      authorName: 'Ana',
      commentedAt: AT,
      intent: 'ABSTAIN' as const,
      decision,
      refusedClaims: [],
    };
    const loaded = snapshot({
      comments: { edges: [{ node: { ...node, decision: { ...decision, items: [] } } }] },
      openCommentCount: 4,
    });
    const open = (cursor: string, id?: string): FeedEvent => ({ ...comment(cursor, id), leftOpen: true }) as FeedEvent;
    const thinking: FeedEvent = {
      __typename: 'CommentUnclearEvent',
      cursor: '12',
      occurredAt: AT,
      commentId: 'c12',
      text: 'la roja',
      authorName: 'Eva',
    };
    const board = boardAfter(
      startLiveBoard(loaded),
      open('11'),
      thinking,
      open('13', 'c12'),
      open('14'),
      comment('15'),
    );
    expect(board.openCount).toBe(6);
    expect(board.comments.filter(({ isOpen }) => isOpen)).toHaveLength(3);
  });
});

describe('sales', () => {
  test('two holds of one cart are two lines and the last total', () => {
    const board = boardAfter(startLiveBoard(snapshot()), hold('11'), hold('12', { orderTotal: clp('19980') }));
    expect(board.sales).toHaveLength(1);
    expect(board.sales[0]).toMatchObject({ totalMinor: '19980', lines: [{ key: '11' }, { key: '12' }] });
    expect(board.saleCount).toBe(1);
    expect(board.newestSale).toBe(board.sales[0]);
  });

  test('a hold that the page had loaded with its order is not counted again; a later one is', () => {
    const board = boardAfter(startLiveBoard(withOrders(orderNode())), hold('11'));
    expect(board.sales[0]?.lines).toHaveLength(1);
    const more = boardAfter(board, hold('12', { orderTotal: clp('19980') }));
    expect(more.sales[0]).toMatchObject({ totalMinor: '19980' });
    expect(more.sales[0]?.lines).toHaveLength(2);
    expect(more.saleCount).toBe(1);
  });

  test('a state never moves back, and what is paid late is paid', () => {
    const board = boardAfter(startLiveBoard(snapshot()), hold('11'), expired('12'), paid('13'), expired('14'));
    expect(board.sales[0]?.status).toBe('PAID');
    expect(board).toMatchObject({ paidCount: 1, paidMinor: '9990' });
  });

  test('an order that was loaded as paid is not added to the sum again', () => {
    const board = boardAfter(startLiveBoard(withOrders(orderNode({ status: 'PAID' }))), hold('11'), paid('12'));
    expect(board).toMatchObject({ paidCount: 1, paidMinor: '9990' });
    expect(board.sales[0]?.status).toBe('PAID');
  });

  test('only the private message with the link says that the link was sent; a refusal says why', () => {
    const board = boardAfter(startLiveBoard(snapshot()), hold('11'), message('12', 'PUBLIC_REPLY'));
    expect(board.sales[0]?.link).toBe('unknown');
    expect(boardAfter(board, message('13', 'PRIVATE_REPLY')).sales[0]?.link).toBe('sent');
    const refused: FeedEvent = {
      __typename: 'MessageRefusedEvent',
      cursor: '13',
      occurredAt: AT,
      kind: 'PRIVATE_REPLY',
      messageOrderId: 'order-1',
      reason: 'The window is closed.',
    };
    expect(boardAfter(board, refused).sales[0]).toMatchObject({
      link: 'refused',
      linkProblem: 'The window is closed.',
    });
  });

  test('who waits leaves the line when their claim is held', () => {
    const board = boardAfter(startLiveBoard(snapshot()), waitlisted('11', 'c1'), waitlisted('12', 'c2'));
    expect(board.waiting).toHaveLength(2);
    expect(boardAfter(board, hold('13', { claimCommentId: 'c1' })).waiting).toHaveLength(1);
  });

  test('what the page loaded tells who waits, how many wrote and which links went out', () => {
    const edges = [{ node: { commentId: 'c1', product: { id: 'p1' } } }];
    const loaded = startLiveBoard({
      ...withOrders(orderNode({ linkState: 'SENT' })),
      commentCount: 512,
      waitlist: { pageInfo: { hasNextPage: true }, edges },
    });
    expect(loaded).toMatchObject({ commentCount: 512, hasMoreWaiting: true, sales: [{ link: 'sent' }] });
    expect(boardAfter(loaded, hold('11', { orderId: 'order-2', claimCommentId: 'c1' })).waiting).toEqual([]);
  });
});

describe('stock', () => {
  test('the last word about a product counts, from the feed or from an answer', () => {
    const stock = { onHandUnits: 5, heldUnits: 2, availableUnits: 3 };
    const told = boardAfter(startLiveBoard(snapshot()), {
      __typename: 'StockChangedEvent',
      cursor: '11',
      occurredAt: AT,
      productId: 'p1',
      sku: 'RED-M',
      ...stock,
    });
    expect(told.stock).toEqual({ p1: stock });
    const answered = setStock(told, 'p1', { onHandUnits: 6, heldUnits: 2, availableUnits: 4 });
    expect(answered.stock['p1']?.availableUnits).toBe(4);
    expect(answered.cursor).toBe('11');
  });
});

test('a live that ended is shown as ended, and its orders still move', () => {
  const ended: FeedEvent = { __typename: 'LiveEndedEvent', cursor: '12', occurredAt: AT };
  const board = boardAfter(startLiveBoard(snapshot()), hold('11'), ended, paid('13'));
  expect(board).toMatchObject({ isEnded: true, paidCount: 1 });
});

describe('later comments of a buyer', () => {
  const changed = (cursor: string, quantityUnits: number): FeedEvent => ({
    __typename: 'HoldChangedEvent',
    cursor,
    occurredAt: AT,
    changedOrderId: 'order-1',
    buyerName: 'Ana',
    cart: {
      lines: [{ sku: 'BLUE-M', productName: 'Blue', quantityUnits }],
      total: clp(String(quantityUnits * 700)),
      expiresAt: AT,
    },
  });

  test('the cart is what the event says, and grows from there though it costs less than when the page was loaded', () => {
    const board = boardAfter(
      startLiveBoard(withOrders(orderNode())),
      changed('11', 2),
      hold('12', { orderTotal: clp('2400') }),
    );
    expect(board.sales[0]).toMatchObject({ totalMinor: '2400' });
    expect(board.sales[0]?.lines.map((line) => [line.sku, line.quantityUnits])).toEqual([
      ['BLUE-M', 2],
      ['RED-M', 1],
    ]);
  });

  test('a cart of which nothing is left keeps its lines as what was wanted', () => {
    const gone: FeedEvent = {
      __typename: 'HoldCancelledEvent',
      cursor: '11',
      occurredAt: AT,
      changedOrderId: 'order-1',
      buyerName: 'Ana',
      cart: null,
    };
    const cancelled: FeedEvent = {
      __typename: 'OrderCancelledEvent',
      cursor: '12',
      occurredAt: AT,
      orderId: 'order-1',
    };
    const board = boardAfter(startLiveBoard(withOrders(orderNode())), gone, cancelled);
    expect(board.sales[0]).toMatchObject({ status: 'CANCELLED', lines: [{ sku: 'RED-M' }] });
  });

  test('why a comment claimed or changed nothing stands at the comment', () => {
    const claim: FeedEvent = {
      __typename: 'ClaimRefusedEvent',
      cursor: '13',
      occurredAt: AT,
      refusedCommentId: 'c11',
      productName: 'Red',
      refusal: 'BLOCKED',
    };
    const revision: FeedEvent = {
      __typename: 'RevisionRefusedEvent',
      cursor: '14',
      occurredAt: AT,
      refusedCommentId: 'c12',
      revisionProduct: null,
      revisionRefusal: 'PAYING',
    };
    const board = boardAfter(startLiveBoard(snapshot()), comment('11'), comment('12'), claim, revision);
    expect(board.comments.map(({ refusal }) => refusal)).toEqual(['PAYING', 'BLOCKED']);
  });
});

test('a comment that is still thought about is shown at once, and once, when its meaning follows', () => {
  const board = startLiveBoard(snapshot());
  const waiting = buildLiveBoard(board, {
    __typename: 'CommentUnclearEvent',
    cursor: '101',
    occurredAt: AT,
    commentId: 'c1',
    text: 'mi gata',
    authorName: 'Ana',
  });

  expect(waiting.comments.map(({ id, intent }) => ({ id, intent }))).toEqual([{ id: 'c1', intent: null }]);
  const done = buildLiveBoard(waiting, comment('102', 'c1'));
  expect(done.comments.map(({ id, intent }) => ({ id, intent }))).toEqual([{ id: 'c1', intent: 'PURCHASE' }]);
  expect(done.commentCount).toBe(waiting.commentCount);
});
