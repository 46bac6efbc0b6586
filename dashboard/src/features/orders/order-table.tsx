import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type FragmentType, readFragment } from '../../generated/fragment-masking.ts';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Countdown } from '../../ui/countdown.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ORDER_TONES } from '../../ui/order-status.ts';
import { OrderRow_Order } from './documents.ts';

type MaskedOrder = FragmentType<typeof OrderRow_Order> & { readonly id: string };

/** Orders, one row each, which leads to the whole order. */
export function OrderTable({ orders }: { readonly orders: readonly MaskedOrder[] }) {
  return (
    <ul>
      {orders.map((order) => (
        <OrderRow key={order.id} order={order} />
      ))}
    </ul>
  );
}

function OrderRow({ order: masked }: { readonly order: MaskedOrder }) {
  const { t } = useTranslation();
  const format = useFormat();
  const order = readFragment(OrderRow_Order, masked);
  const [first, ...others] = order.items;
  return (
    <li className="border-b border-line/60 last:border-0">
      <Link
        to="/orders/$orderId"
        params={{ orderId: order.id }}
        className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 transition-colors hover:bg-white/3 focus-visible:-outline-offset-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_8rem_7rem_1rem]"
      >
        <span className="min-w-0">
          <bdi className="block truncate font-medium">{order.buyer.name ?? t('live.someone')}</bdi>
          <span className="block truncate text-xs text-faint">{format.dateTime(order.createdAt)}</span>
        </span>
        <span dir="auto" className="order-3 min-w-0 truncate text-muted sm:order-none rtl:text-right">
          {first && (
            <>
              <span className="figures">{first.quantityUnits} ×</span> <bdi>{first.product.name}</bdi>
            </>
          )}
          {others.length > 0 && <span className="figures text-faint"> +{others.length}</span>}
        </span>
        <span className="order-4 flex flex-col items-end gap-1 sm:order-none sm:items-start">
          <Badge tone={ORDER_TONES[order.status]}>{t(`orderStatus.${order.status}`)}</Badge>
          {order.status === 'PENDING' && <Countdown until={order.holdExpiresAt} label={t('live.holdEnds')} />}
        </span>
        <span className={classNames('figures text-end font-semibold', order.status === 'PAID' && 'text-paid')}>
          {format.money(order.total)}
        </span>
        <Icon name="chevron" className="hidden size-4 text-faint sm:block rtl:-scale-x-100" />
      </Link>
    </li>
  );
}
