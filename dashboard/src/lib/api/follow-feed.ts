import { stringifyDocument } from '@urql/core';
import type { DocumentNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { idOf, tellSessionLost } from './client.ts';

export type FeedOptions<Data> = {
  readonly document: DocumentNode;
  /** Asked anew for every connection, so that each one resumes where the last one was cut. */
  readonly variables: () => Record<string, unknown>;
  readonly onOpen: () => void;
  readonly onData: (data: Data) => void;
  readonly onCut: () => void;
  /** The server refused the subscription itself, for instance because the cursor is too old. */
  readonly onRefused: () => void;
};

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;
/** No session, or one that may not see this live: coming back would end the same way. */
const NO_SESSION_CODES = new Set([4401, 4403]);

/** Follows a subscription and comes back after every cut, sooner when the browser is online again. Answers how to stop. */
export function followFeed<Data>(options: FeedOptions<Data>): () => void {
  const extensions = idOf(options.document);
  let isStopped = false;
  let failures = 0;
  let wake = () => {};
  let unsubscribe = () => {};
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;

  const socketClient = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    // We come back ourselves, because the library would resume with the first cursor.
    retryAttempts: 0,
    keepAlive: PING_EVERY_MS,
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      connected: () => options.onOpen(),
      ping: (isReceived) => {
        if (!isReceived) pongTimer = setTimeout(() => socket?.close(4408, 'No answer to a ping'), PONG_WITHIN_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongTimer);
      },
      closed: () => clearTimeout(pongTimer),
    },
  });

  const connectOnce = () =>
    new Promise<unknown>((resolve) => {
      unsubscribe = socketClient.subscribe<Data>(
        { query: extensions ? '' : stringifyDocument(options.document), variables: options.variables(), extensions },
        {
          next: ({ data }) => {
            failures = 0;
            if (data && !isStopped) options.onData(data);
          },
          error: resolve,
          complete: () => resolve(undefined),
        },
      );
    });

  const run = async () => {
    while (!isStopped) {
      const reason = await connectOnce();
      if (isStopped) return;
      options.onCut();
      if (Array.isArray(reason)) options.onRefused();
      if (reason instanceof CloseEvent && NO_SESSION_CODES.has(reason.code)) tellSessionLost();
      const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + Math.random());
      failures += 1;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, waitMs);
      });
    }
  };

  const onOnline = () => wake();
  window.addEventListener('online', onOnline);
  void run();
  return () => {
    isStopped = true;
    window.removeEventListener('online', onOnline);
    unsubscribe();
    wake();
    void socketClient.dispose();
  };
}
