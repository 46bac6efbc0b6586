import { setTimeout as pause } from 'node:timers/promises';
import type { GraphCall } from '../../sandbox/meta/history.ts';
import { type DemoShop, loadComments } from './demo-comments.ts';
import { playComments } from './play-comments.ts';
import { openSandbox } from './sandbox-client.ts';
import { type SaleEvent, type SellerApi, signIn } from './seller-api.ts';
import { type Figures, isClean, summarise } from './summarise.ts';

export type RehearseInput = {
  readonly shop: DemoShop;
  readonly ratePerMinute: number;
  readonly durationMs: number;
  readonly url: string;
  readonly sandboxUrl: string;
  readonly appSecret: string;
  readonly seller: { readonly email: string; readonly password: string };
  readonly onProgress?: (progress: { readonly sent: number; readonly messages: number }) => void;
};

const ASK_EVERY_MS = 250;
// Longer than a retry of the queue would be silent within a healthy run; what has not come by then counts as lost.
const SILENCE_MAX_MS = 15_000;
const SETTLE_MS = 750;

/** Plays a demo live against a running server and its sandbox, waits until all of it is through, and adds it up. */
export async function rehearseLive(input: RehearseInput): Promise<Figures> {
  const sandbox = await openSandbox({ url: input.sandboxUrl, pageId: input.shop.pageId });
  const api = await signIn({ url: input.url, ...input.seller });
  const storeId = await api.findStore(input.shop.pageId);
  const products = await api.productIds(storeId);
  const title = `${input.shop.name} · ${new Date().toISOString().slice(0, 10)}`;
  const live = await api.ensureLive({ storeId, title });
  // Read on to the end of the log: what happened before is not ours.
  const { cursor } = await api.eventsAfter({ storeId, cursor: live.feedCursor });
  const calls: GraphCall[] = [];
  const watch = watchProgress(input, { calls, newCalls: sandbox.newCalls });
  const played = await playComments({
    ...input,
    page: sandbox.page,
    // Who has their data erased takes the words along by which a comment is found again in the log.
    comments: loadComments(input.shop).filter(({ intent }) => intent !== 'data_deletion'),
    announce: sandbox.announce,
    onShow: (sku) =>
      api.showProduct({ liveEventId: live.liveEventId, productId: sku === null ? null : (products.get(sku) ?? null) }),
    onProgress: watch.onSent,
  }).finally(watch.stop);
  return untilQuiet(
    api,
    { storeId, cursor },
    {
      calls,
      newCalls: sandbox.newCalls,
      toFigures: (events) => summarise({ played, events, calls }),
    },
  );
}

function watchProgress(
  input: RehearseInput,
  source: { readonly calls: GraphCall[]; readonly newCalls: () => Promise<readonly GraphCall[]> },
) {
  const stopping = new AbortController();
  let sent = 0;
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      source.calls.push(...(await source.newCalls()));
      const messages = source.calls.filter((call) => call.kind === 'private_reply').length;
      input.onProgress?.({ sent, messages });
      await pause(1_000, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    onSent: (count: number) => {
      sent = count;
    },
    async stop() {
      stopping.abort();
      await looking;
    },
  };
}

/** Reads on until nothing is missing and nothing new comes, or nothing has come for long. */
async function untilQuiet(
  api: SellerApi,
  read: { readonly storeId: string; readonly cursor: string },
  source: {
    readonly calls: GraphCall[];
    readonly newCalls: () => Promise<readonly GraphCall[]>;
    readonly toFigures: (events: readonly SaleEvent[]) => Figures;
  },
): Promise<Figures> {
  const events: SaleEvent[] = [];
  let { cursor } = read;
  let newsAtMs = performance.now();
  for (;;) {
    const [page, calls] = await Promise.all([api.eventsAfter({ storeId: read.storeId, cursor }), source.newCalls()]);
    cursor = page.cursor;
    events.push(...page.events);
    source.calls.push(...calls);
    if (page.events.length + calls.length > 0) newsAtMs = performance.now();
    const silentMs = performance.now() - newsAtMs;
    const figures = source.toFigures(events);
    if (silentMs > SILENCE_MAX_MS || (isClean(figures) && silentMs > SETTLE_MS)) return figures;
    await pause(ASK_EVERY_MS);
  }
}
