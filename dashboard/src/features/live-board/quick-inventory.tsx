import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuickInventoryQuery } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { usePages } from '../../lib/api/use-pages.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { SearchField } from '../../ui/fields.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import type { LiveBoard, Stock } from './build-live-board.ts';
import { ADJUST_STOCK, QUICK_INVENTORY } from './documents.ts';
import { Module } from './module.tsx';

type Product = QuickInventoryQuery['products']['edges'][number]['node'];
const FEW_UNITS = 3;
const PRODUCTS_AT_ONCE = 40;

type QuickInventoryProps = {
  readonly storeId: string;
  readonly stock: LiveBoard['stock'];
  readonly showingId: string | null;
  readonly isShown: boolean;
  /** Undefined: the person may not correct units. */
  readonly onStock: ((productId: string, stock: Stock) => void) | undefined;
  /** Undefined: the person may not say what is shown. */
  readonly onShow:
    | ((product: { readonly id: string; readonly sku: string; readonly name: string } | null) => void)
    | undefined;
};

/** Stock at hand during the live: find a SKU, correct its units, say which product is on screen. */
export const QuickInventory = memo(function QuickInventory({
  storeId,
  stock,
  showingId,
  isShown,
  onStock,
  onShow,
}: QuickInventoryProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed.trim());
  const pages = usePages(
    QUICK_INVENTORY,
    { storeId, search: search || null, first: PRODUCTS_AT_ONCE },
    (data) => data.products,
  );
  return (
    <Module title={t('live.inventory')} isShown={isShown}>
      <div className="sticky top-0 z-10 border-b border-line bg-panel p-3">
        <SearchField label={t('live.searchSku')} value={typed} onValue={setTyped} />
      </div>
      {pages.status === 'loading' && (
        <div className="p-3">
          <Skeleton rows={6} className="h-14" />
        </div>
      )}
      {pages.status === 'failed' && (
        <ErrorState message={pages.error?.graphQLErrors[0]?.message} onRetry={pages.reload} />
      )}
      {pages.status === 'ready' && pages.nodes.length === 0 && (
        <EmptyState icon="box" title={t('live.noProducts')}>
          {t('live.noProductsHint')}
        </EmptyState>
      )}
      <ul>
        {pages.nodes.map((product) => (
          <ProductRow
            key={product.id}
            product={product}
            stock={stock[product.id] ?? product}
            isShowing={product.id === showingId}
            onStock={onStock}
            onShow={onShow}
          />
        ))}
      </ul>
      <LoadMore pages={pages} />
    </Module>
  );
});

type ProductRowProps = Pick<QuickInventoryProps, 'onStock' | 'onShow'> & {
  readonly product: Product;
  readonly stock: Stock;
  readonly isShowing: boolean;
};

const ProductRow = memo(function ProductRow({ product, stock, isShowing, onStock, onShow }: ProductRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const adjust = async (deltaUnits: number) => {
    const outcome = await act(ADJUST_STOCK, { input: { productId: product.id, deltaUnits } });
    if (outcome.ok) onStock?.(product.id, outcome.data);
    else showToast('bad', outcome.message || t('state.failedHint'));
  };
  return (
    <li className={classNames('border-b border-line/60 px-4 py-2.5', isShowing && 'bg-primary/8')}>
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow">
          <p className="line-clamp-2 leading-5 font-medium text-pretty">
            <bdi>{product.name}</bdi>
          </p>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
            <bdi className="font-mono text-2xs">{product.sku}</bdi>
            {product.claimCode && <Badge tone="primary">{product.claimCode}</Badge>}
            <span className="figures">{format.money(product.price)}</span>
          </p>
        </div>
        <div className="shrink-0 text-end">
          <p
            className={classNames(
              'figures text-lg leading-6 font-semibold',
              stock.availableUnits === 0 ? 'text-bad' : stock.availableUnits <= FEW_UNITS && 'text-warn',
            )}
          >
            <span className="sr-only">{t('stock.available')} </span>
            <span data-testid={`stock-available-${product.sku}`}>{stock.availableUnits}</span>
          </p>
          <p className="figures text-2xs text-faint">
            <span className="lg:max-xl:block">
              {t('stock.held')} {stock.heldUnits}
            </span>
            <span className="lg:max-xl:hidden"> · </span>
            <span className="lg:max-xl:block">
              {t('stock.onHand')} {stock.onHandUnits}
            </span>
          </p>
        </div>
      </div>
      <div className="mt-1.5 flex items-center gap-1">
        {onShow && (
          <button
            type="button"
            aria-pressed={isShowing}
            onClick={() => onShow(isShowing ? null : product)}
            className={classNames(
              '-ms-2 me-auto inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs transition-colors',
              isShowing ? 'bg-primary text-white' : 'text-muted hover:bg-raised hover:text-ink',
            )}
          >
            <Icon name="eye" className="size-3.5" />
            {isShowing ? t('live.showing') : t('live.show')}
          </button>
        )}
        {onStock && (
          <>
            <IconButton
              look="plain"
              icon="minus"
              label={t('stock.lessOf', { sku: product.sku })}
              disabled={stock.availableUnits === 0}
              onClick={() => adjust(-1)}
              className="size-7!"
            />
            <IconButton
              look="plain"
              icon="plus"
              label={t('stock.moreOf', { sku: product.sku })}
              onClick={() => adjust(1)}
              className="size-7!"
            />
          </>
        )}
      </div>
    </li>
  );
});
