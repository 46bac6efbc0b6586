import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ORDER_DETAIL } from '../features/orders/documents.ts';
import { OrderView } from '../features/orders/order-view.tsx';
import { Panel } from '../ui/layout.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';

export function OrderPage() {
  const { t } = useTranslation();
  const { orderId } = useParams({ from: '/shell/orders/$orderId' });
  const [{ data, error, fetching }, run] = useQuery({
    query: ORDER_DETAIL,
    variables: { id: orderId },
    requestPolicy: 'cache-and-network',
  });
  const reload = () => run({ requestPolicy: 'network-only' });
  return (
    <div className="mx-auto max-w-6xl">
      <title>{`${t('nav.orders')} · LiveStreamSell AI`}</title>
      {data?.order && <OrderView order={data.order} onChanged={reload} />}
      {!data && fetching && <Skeleton rows={4} className="h-24" />}
      {!data && error && (
        <Panel>
          <ErrorState message={error.graphQLErrors[0]?.message} onRetry={reload} />
        </Panel>
      )}
      {data && !data.order && (
        <Panel>
          <EmptyState icon="bag" title={t('orders.missing')}>
            {t('orders.missingHint')}
          </EmptyState>
        </Panel>
      )}
    </div>
  );
}
