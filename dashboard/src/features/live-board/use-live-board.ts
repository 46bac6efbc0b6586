import { useCallback, useEffect, useRef, useState } from 'react';
import type { LiveFeedSubscription } from '../../generated/graphql.ts';
import { client } from '../../lib/api/client.ts';
import { followFeed } from '../../lib/api/follow-feed.ts';
import { batchFrames } from '../../lib/batch-frames.ts';
import {
  buildLiveBoard,
  type FeedEvent,
  isNewer,
  type LiveBoard,
  type LiveSnapshot,
  type Stock,
  setStock,
  startLiveBoard,
} from './build-live-board.ts';
import { FEED_CURSOR, LIVE_FEED } from './documents.ts';
import { loadSnapshot } from './load-snapshot.ts';

export type FeedConnection = 'connecting' | 'live' | 'catching-up' | 'reconnecting';

export type LiveRoom =
  | { readonly status: 'loading' }
  | { readonly status: 'missing' }
  | { readonly status: 'failed'; readonly message: string }
  | {
      readonly status: 'ready';
      readonly snapshot: LiveSnapshot;
      readonly board: LiveBoard;
      readonly connection: FeedConnection;
    };

/** A feed this quiet has nothing more to catch up with, whatever the target was. */
const QUIET_MS = 1_000;

/** Loads a live and keeps its board up to date from the feed; `retry` loads anew, `putStock` applies a mutation's answer. */
export function useLiveBoard(liveEventId: string) {
  const [room, setRoom] = useState<LiveRoom>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const boardRef = useRef<LiveBoard | null>(null);

  const change = useCallback((next: LiveBoard) => {
    boardRef.current = next;
    setRoom((old) => (old.status === 'ready' ? { ...old, board: next } : old));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt starts everything anew
  useEffect(() => {
    let stop = () => {};
    let isGone = false;
    const load = async () => {
      const loaded = await loadSnapshot(liveEventId);
      if (isGone) return;
      if ('error' in loaded)
        return setRoom({ status: 'failed', message: loaded.error?.graphQLErrors[0]?.message ?? '' });
      if (!loaded.live) return setRoom({ status: 'missing' });
      const board = startLiveBoard(loaded.live);
      boardRef.current = board;
      setRoom({ status: 'ready', snapshot: loaded.live, board, connection: 'connecting' });
    };
    const setConnection = (connection: FeedConnection) => {
      if (!isGone) setRoom((old) => (old.status === 'ready' ? { ...old, connection } : old));
    };
    void load().then(() => {
      if (boardRef.current && !isGone) stop = follow(liveEventId, { boardRef, change, setConnection, reload: load });
    });
    return () => {
      isGone = true;
      boardRef.current = null;
      stop();
    };
  }, [liveEventId, attempt, change]);

  const retry = useCallback(() => {
    setRoom({ status: 'loading' });
    setAttempt((old) => old + 1);
  }, []);
  const putStock = useCallback(
    (productId: string, stock: Stock) => boardRef.current && change(setStock(boardRef.current, productId, stock)),
    [change],
  );
  return { room, retry, putStock };
}

type Follower = {
  readonly boardRef: { current: LiveBoard | null };
  readonly change: (board: LiveBoard) => void;
  readonly setConnection: (connection: FeedConnection) => void;
  readonly reload: () => Promise<void>;
};

function follow(liveEventId: string, { boardRef, change, setConnection, reload }: Follower): () => void {
  let quietTimer: ReturnType<typeof setTimeout> | undefined;
  let target: string | null = null;
  let openings = 0;
  const settle = () => {
    clearTimeout(quietTimer);
    target = null;
    setConnection('live');
  };
  const waitForQuiet = () => {
    clearTimeout(quietTimer);
    quietTimer = setTimeout(settle, QUIET_MS);
  };
  const push = batchFrames<FeedEvent>((events) => {
    if (!boardRef.current) return;
    const board = events.reduce(buildLiveBoard, boardRef.current);
    change(board);
    if (target === null) return;
    if (isNewer(target, board.cursor)) waitForQuiet();
    else settle();
  });
  const onOpen = async () => {
    const mine = openings;
    const { data } = await client
      .query(FEED_CURSOR, { id: liveEventId }, { requestPolicy: 'network-only' })
      .toPromise();
    if (mine !== openings) return;
    const newest = data?.liveEvent?.feedCursor;
    if (!newest || !boardRef.current || !isNewer(newest, boardRef.current.cursor)) return settle();
    target = newest;
    setConnection('catching-up');
    waitForQuiet();
  };
  const stop = followFeed<LiveFeedSubscription>({
    document: LIVE_FEED,
    variables: () => ({ liveEventId, after: boardRef.current?.cursor ?? null }),
    onOpen: () => void onOpen(),
    onData: ({ liveFeed }) => push(liveFeed),
    onCut: () => {
      openings += 1;
      clearTimeout(quietTimer);
      target = null;
      setConnection('reconnecting');
    },
    onRefused: () => void reload(),
  });
  return () => {
    openings += 1;
    clearTimeout(quietTimer);
    stop();
  };
}
