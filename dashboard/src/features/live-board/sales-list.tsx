import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { Sale } from './build-live-board.ts';
import { Module } from './module.tsx';
import { SaleRow } from './sale-row.tsx';

const FILTERS = ['all', 'pending', 'paid'] as const;
type Filter = (typeof FILTERS)[number];
const ROWS_AT_ONCE = 150;

const PASSES: Readonly<Record<Filter, (sale: Sale) => boolean>> = {
  all: () => true,
  pending: ({ status }) => status === 'PENDING',
  paid: ({ status }) => status === 'PAID',
};

/** The carts of the live, newest first. */
export const SalesList = memo(function SalesList({
  sales,
  isShown,
}: {
  readonly sales: readonly Sale[];
  readonly isShown: boolean;
}) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>('all');
  const [most, setMost] = useState(ROWS_AT_ONCE);
  const shown = sales.filter(PASSES[filter]);
  const chips = FILTERS.map((value) => ({ value, label: t(`live.saleFilter.${value}`) }));
  return (
    <Module
      title={t('live.sales')}
      isShown={isShown}
      aside={<FilterChips label={t('live.sales')} chips={chips} value={filter} onValue={setFilter} />}
    >
      {shown.length === 0 ? (
        <EmptyState icon="bag" title={t('live.noSales')}>
          {t('live.noSalesHint')}
        </EmptyState>
      ) : (
        <ol>
          {shown.slice(0, most).map((sale) => (
            <SaleRow key={sale.orderId} sale={sale} />
          ))}
        </ol>
      )}
      {shown.length > most && (
        <div className="flex justify-center p-3">
          <Button size="small" onClick={() => setMost((old) => old + ROWS_AT_ONCE)}>
            {t('action.loadMore')}
          </Button>
        </div>
      )}
    </Module>
  );
});
