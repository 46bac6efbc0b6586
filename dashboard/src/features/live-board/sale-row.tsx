import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Countdown } from '../../ui/countdown.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ORDER_TONES } from '../../ui/order-status.ts';
import type { Sale } from './build-live-board.ts';

/** One cart: who, what, how much, whether the link went out, and where the payment stands. */
export const SaleRow = memo(function SaleRow({ sale }: { readonly sale: Sale }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOver = sale.status === 'EXPIRED' || sale.status === 'CANCELLED';
  return (
    <li
      data-testid="sale"
      data-order-id={sale.orderId}
      data-status={sale.status}
      className={classNames('off-screen-free animate-arrive border-b border-line/60 px-4 py-3', isOver && 'opacity-60')}
    >
      <div className="flex items-baseline justify-between gap-3">
        <Link
          to="/orders/$orderId"
          params={{ orderId: sale.orderId }}
          className="min-w-0 truncate rounded font-medium hover:text-primary-soft"
        >
          <bdi>{sale.buyerName ?? t('live.someone')}</bdi>
        </Link>
        <span className={classNames('figures shrink-0 font-semibold', sale.status === 'PAID' && 'text-paid')}>
          {format.money({ amountMinor: sale.totalMinor, currency: sale.currency })}
        </span>
      </div>
      <ul className="mt-0.5 text-xs text-muted">
        {sale.lines.map((line) => (
          <li key={line.key} dir="auto" className="truncate rtl:text-right">
            <span className="figures">{line.quantityUnits} ×</span> <bdi>{line.name}</bdi>{' '}
            <bdi className="text-faint">{line.sku}</bdi>
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap items-center gap-1.5">
        <Badge tone={ORDER_TONES[sale.status]}>{t(`orderStatus.${sale.status}`)}</Badge>
        {sale.link === 'sent' && (
          <Badge>
            <Icon name="send" className="size-3" />
            {t('live.linkSent')}
          </Badge>
        )}
        {sale.link === 'refused' && (
          <Badge tone="bad" title={sale.linkProblem ?? undefined}>
            <Icon name="alert" className="size-3" />
            {t('live.linkRefused')}
          </Badge>
        )}
        {sale.status === 'PENDING' && sale.payment === 'started' && <Badge tone="primary">{t('live.paying')}</Badge>}
        {sale.status === 'PENDING' && sale.payment === 'rejected' && (
          <Badge tone="bad">{t('live.paymentRejected')}</Badge>
        )}
        {sale.status === 'PENDING' && sale.expiresAt && (
          <span className="ms-auto flex items-center gap-1 text-faint">
            <Icon name="clock" className="size-3" />
            <Countdown until={sale.expiresAt} label={t('live.holdEnds')} />
          </span>
        )}
      </div>
      {sale.linkProblem && <p className="mt-1.5 text-xs text-bad">{sale.linkProblem}</p>}
    </li>
  );
});
