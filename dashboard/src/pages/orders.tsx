import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ORDER_LIST } from '../features/orders/documents.ts';
import { OrderTable } from '../features/orders/order-table.tsx';
import type { OrderStatus } from '../generated/graphql.ts';
import { usePages } from '../lib/api/use-pages.ts';
import { useStore } from '../lib/session.tsx';
import { SelectField } from '../ui/fields.tsx';
import { PageHeader, Panel } from '../ui/layout.tsx';
import { PagedList } from '../ui/paged-list.tsx';
import { EmptyState } from '../ui/states.tsx';

const STATUSES = ['PENDING', 'PAID', 'EXPIRED', 'CANCELLED', 'REFUNDED'] as const satisfies readonly OrderStatus[];
const ORDERS_AT_ONCE = 30;

export function OrdersPage() {
  const { t } = useTranslation();
  const store = useStore();
  const [status, setStatus] = useState<OrderStatus | null>(null);
  const pages = usePages(ORDER_LIST, { storeId: store.id, status, first: ORDERS_AT_ONCE }, (data) => data.orders);
  const options = [
    { value: '', label: t('orders.anyStatus') },
    ...STATUSES.map((value) => ({ value, label: t(`orderStatus.${value}`) })),
  ];
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('nav.orders')} · LiveStreamSell AI`}</title>
      <PageHeader title={t('nav.orders')}>
        <div className="w-48">
          <SelectField
            label={t('orders.status')}
            value={status ?? ''}
            onChange={(event) => setStatus(STATUSES.find((one) => one === event.target.value) ?? null)}
            options={options}
          />
        </div>
      </PageHeader>
      <Panel className="overflow-hidden">
        <PagedList
          pages={pages}
          empty={
            <EmptyState icon="bag" title={t('orders.none')}>
              {t('orders.noneHint')}
            </EmptyState>
          }
        >
          <OrderTable orders={pages.nodes} />
        </PagedList>
      </Panel>
    </div>
  );
}
