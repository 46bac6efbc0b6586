import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act } from '../../lib/api/act.ts';
import { useMay } from '../../lib/session.tsx';
import { showToast } from '../../lib/toasts.ts';
import { classNames } from '../../ui/class-names.ts';
import type { LiveBoard, LiveSnapshot, Stock } from './build-live-board.ts';
import { type CommentFilter, CommentStream } from './comment-stream.tsx';
import { END_LIVE, SHOW_PRODUCT } from './documents.ts';
import { LiveHeader } from './live-header.tsx';
import { QuickInventory } from './quick-inventory.tsx';
import { SaleAnnouncer } from './sale-announcer.tsx';
import { SalesList } from './sales-list.tsx';
import type { FeedConnection } from './use-live-board.ts';

const MODULES = [
  { name: 'sales', demands: 'orders:read' },
  { name: 'comments', demands: 'live:read' },
  { name: 'inventory', demands: 'catalogue:read' },
] as const;
type ModuleName = (typeof MODULES)[number]['name'];
type ShownProduct = { readonly id: string; readonly sku: string; readonly name: string };

type LiveRoomProps = {
  readonly snapshot: LiveSnapshot;
  readonly board: LiveBoard;
  readonly connection: FeedConnection;
  readonly onStock: (productId: string, stock: Stock) => void;
  /** The brake of the bot, below the header. */
  readonly brake: ReactNode;
};

/** The control room: header and three modules, side by side on a desktop, one at a time on smaller screens. */
export function LiveRoom({ snapshot, board, connection, onStock, brake }: LiveRoomProps) {
  const { t } = useTranslation();
  const may = useMay();
  const modules = MODULES.filter(({ demands }) => may(demands)).map(({ name }) => name);
  const [shown, setShown] = useState<ModuleName>(modules[0] ?? 'comments');
  const [showing, setShowing] = useState<ShownProduct | null>(snapshot.showingProduct ?? null);
  const [filter, setFilter] = useState<CommentFilter>('all');
  const liveEventId = snapshot.id;

  const end = useCallback(async () => {
    const outcome = await act(END_LIVE, { input: { liveEventId } });
    if (!outcome.ok) showToast('bad', outcome.message || t('state.failedHint'));
  }, [liveEventId, t]);
  const show = useCallback(
    async (product: ShownProduct | null) => {
      const outcome = await act(SHOW_PRODUCT, { input: { liveEventId, productId: product?.id ?? null } });
      if (outcome.ok) setShowing(outcome.data.showingProduct ?? null);
      else showToast('bad', outcome.message || t('state.failedHint'));
    },
    [liveEventId, t],
  );

  const showOpen = useCallback(() => {
    setFilter('unclear');
    setShown('comments');
  }, []);

  return (
    <div
      data-testid="live-board"
      data-cursor={board.cursor}
      data-events={board.eventCount}
      className="flex h-[calc(100dvh-7rem)] min-h-128 flex-col gap-3 lg:h-[calc(100dvh-2rem)]"
    >
      <SaleAnnouncer sale={board.newestSale} />
      <LiveHeader
        title={snapshot.title}
        board={board}
        connection={connection}
        currency={snapshot.store.currency}
        showing={showing?.name ?? null}
        onEnd={may('live:run') ? end : undefined}
        hasSales={may('orders:read')}
        onShowOpen={showOpen}
      />
      {!board.isEnded && brake}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a frame that nothing here needs */}
      <div
        role="group"
        aria-label={t('live.parts')}
        className="grid shrink-0 auto-cols-fr grid-flow-col gap-1 rounded-lg bg-raised p-1 lg:hidden"
      >
        {modules.map((module) => (
          <button
            key={module}
            type="button"
            aria-pressed={module === shown}
            onClick={() => setShown(module)}
            className={classNames(
              'h-9 truncate rounded-md px-2 text-sm',
              module === shown ? 'bg-line-strong font-medium' : 'text-muted',
            )}
          >
            {t(`live.${module}`)}
          </button>
        ))}
      </div>
      <div
        className={classNames(
          'grid min-h-0 grow grid-rows-[minmax(0,1fr)] gap-3',
          modules.length > 1 && 'lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_minmax(0,4fr)]',
        )}
      >
        <CommentStream comments={board.comments} filter={filter} onFilter={setFilter} isShown={shown === 'comments'} />
        {may('orders:read') && <SalesList sales={board.sales} isShown={shown === 'sales'} />}
        {may('catalogue:read') && (
          <QuickInventory
            storeId={snapshot.store.id}
            stock={board.stock}
            showingId={showing?.id ?? null}
            isShown={shown === 'inventory'}
            onStock={may('stock:adjust') ? onStock : undefined}
            onShow={may('live:run') ? show : undefined}
          />
        )}
      </div>
    </div>
  );
}
