import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format.ts';
import type { Sale } from './build-live-board.ts';

/** Tells screen readers of each new sale; comments are too many to be read out. */
export function SaleAnnouncer({ sale }: { readonly sale: Sale | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const line = sale?.lines.at(-1);
  return (
    <p aria-live="polite" className="sr-only">
      {sale &&
        line &&
        t('live.newSale', {
          buyer: sale.buyerName ?? t('live.someone'),
          units: line.quantityUnits,
          product: line.name,
          total: format.money({ amountMinor: sale.totalMinor, currency: sale.currency }),
        })}
    </p>
  );
}
