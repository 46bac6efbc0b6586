import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { act } from '../../lib/api/act.ts';
import { useFormat } from '../../lib/format.ts';
import { useMay } from '../../lib/session.tsx';
import { showToast } from '../../lib/toasts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { Facts, PageHeader, Panel, PanelTitle } from '../../ui/layout.tsx';
import { ORDER_TONES } from '../../ui/order-status.ts';
import { BlockButton } from '../buyers/block-button.tsx';
import { buildOrderTimeline, type OrderDetail, type TimelineEntry } from './build-order-timeline.ts';
import { CANCEL_ORDER } from './documents.ts';

/** One order whole: who, what, holds, payments, and the way to cancel it while it is open. */
export function OrderView({ order, onChanged }: { readonly order: OrderDetail; readonly onChanged: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const cancel = async () => {
    const outcome = await act(CANCEL_ORDER, { input: { orderId: order.id } });
    if (outcome.ok) showToast('good', t('orders.cancelled'));
    else showToast('bad', outcome.message || t('state.failedHint'));
    onChanged();
  };
  const copyLink = async () => {
    await navigator.clipboard.writeText(order.checkoutUrl);
    showToast('good', t('orders.linkCopied'));
  };
  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        above={
          <Link to="/orders" className="rounded hover:text-ink">
            {t('nav.orders')}
          </Link>
        }
        title={
          <span className="flex flex-wrap items-center gap-3">
            <bdi>{order.buyer.name ?? t('live.someone')}</bdi>
            <Badge tone={ORDER_TONES[order.status]}>{t(`orderStatus.${order.status}`)}</Badge>
          </span>
        }
      >
        {order.status === 'PENDING' && (
          <>
            <Button icon="link" onClick={copyLink}>
              {t('orders.copyLink')}
            </Button>
            {may('orders:write') && (
              <ConfirmButton label={t('orders.cancel')} question={t('orders.cancelQuestion')} onConfirm={cancel} />
            )}
          </>
        )}
        <BlockButton key={order.buyer.id} buyer={order.buyer} />
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex flex-col gap-4">
          <Items order={order} />
          <Panel className="p-4">
            <Facts
              facts={[
                [t('orders.createdAt'), format.dateTime(order.createdAt)],
                [
                  t('live.holdEnds'),
                  <span key="until" className="flex items-center gap-2">
                    {format.dateTime(order.holdExpiresAt)}
                    {order.status === 'PENDING' && <Countdown until={order.holdExpiresAt} label={t('live.holdEnds')} />}
                  </span>,
                ],
                [t('orders.paidAt'), order.paidAt ? format.dateTime(order.paidAt) : '–'],
                [t('orders.live'), order.liveEvent ? <LiveLink key="live" live={order.liveEvent} /> : '–'],
                [t('orders.buyerLanguage'), order.buyer.locale ?? '–'],
              ]}
            />
          </Panel>
        </div>
        <Panel>
          <PanelTitle>{t('orders.timeline')}</PanelTitle>
          <Timeline entries={buildOrderTimeline(order)} />
        </Panel>
      </div>
    </div>
  );
}

function LiveLink({ live }: { readonly live: { readonly id: string; readonly title: string } }) {
  return (
    <Link to="/lives/$liveId" params={{ liveId: live.id }} className="rounded text-primary-soft hover:underline">
      <bdi>{live.title}</bdi>
    </Link>
  );
}

function Items({ order }: { readonly order: OrderDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel>
      <PanelTitle>{t('orders.items')}</PanelTitle>
      <ul>
        {order.items.map((item) => (
          <li key={item.id} className="flex items-baseline gap-3 border-b border-line/60 px-4 py-3">
            <span className="figures shrink-0 text-muted">{item.quantityUnits} ×</span>
            <span className="min-w-0 grow">
              <bdi className="block">{item.product.name}</bdi>
              <bdi className="font-mono text-2xs text-faint">{item.product.sku}</bdi>
            </span>
            <span className="figures shrink-0 text-muted">{format.money(item.unitPrice)}</span>
          </li>
        ))}
      </ul>
      <p className="flex items-baseline justify-between px-4 py-3 text-base font-semibold">
        {t('orders.total')}
        <span className={classNames('figures', order.status === 'PAID' && 'text-paid')}>
          {format.money(order.total)}
        </span>
      </p>
    </Panel>
  );
}

const DOTS: Readonly<Record<TimelineEntry['kind'], string>> = {
  held: 'bg-primary',
  holdReleased: 'bg-faint',
  holdExpired: 'bg-faint',
  paymentStarted: 'bg-warn',
  paymentReported: 'bg-warn',
  paid: 'bg-paid',
};

function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ol className="flex flex-col gap-4 p-4">
      {entries.map((entry) => (
        <li key={entry.key} className="flex gap-3">
          <span aria-hidden="true" className={classNames('mt-1.5 size-2 shrink-0 rounded-full', DOTS[entry.kind])} />
          <span className="min-w-0 grow">
            <span className="block">{t(`orders.event.${entry.kind}`)}</span>
            {entry.detail && <bdi className="block text-xs text-muted wrap-anywhere">{entry.detail}</bdi>}
          </span>
          <time dateTime={entry.at} title={format.dateTime(entry.at)} className="figures shrink-0 text-xs text-faint">
            {format.time(entry.at)}
          </time>
        </li>
      ))}
    </ol>
  );
}
