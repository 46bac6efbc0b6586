import { Link, Navigate, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { LiveRow } from '../features/lives/live-list.tsx';
import { StartLiveForm } from '../features/lives/start-live-form.tsx';
import { buildOrderFigures } from '../features/orders/build-order-figures.ts';
import { OrderTable } from '../features/orders/order-table.tsx';
import { graphql } from '../generated/gql.ts';
import type { OverviewQuery } from '../generated/graphql.ts';
import { useFormat } from '../lib/format.ts';
import { useMay, useSession, useStore } from '../lib/session.tsx';
import { buttonClasses } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Figure, PageHeader, Panel, PanelTitle } from '../ui/layout.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { StoreSelect } from './store-select.tsx';

const OVERVIEW = graphql(`
  query Overview($storeId: ID!) {
    running: liveEvents(storeId: $storeId, status: ACTIVE, first: 3) {
      edges { node { id ...LiveRow_LiveEvent } }
    }
    orders(storeId: $storeId, first: 100) {
      pageInfo { hasNextPage }
      edges { node { id status total { amountMinor currency } ...OrderRow_Order } }
    }
    products(storeId: $storeId, first: 1) { totalCount }
  }
`);

const ORDERS_SHOWN = 6;

export function OverviewPage() {
  const may = useMay();
  // A moderator has a live and no figures.
  return may('orders:read') ? <OverviewContent /> : <Navigate to="/lives" replace />;
}

function OverviewContent() {
  const { t } = useTranslation();
  const store = useStore();
  const { viewer, stores } = useSession();
  const [{ data, error }, reload] = useQuery({
    query: OVERVIEW,
    variables: { storeId: store.id },
    requestPolicy: 'cache-and-network',
  });
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('nav.overview')} · LiveStreamSell AI`}</title>
      <PageHeader title={<bdi>{store.name}</bdi>} above={t('overview.hello', { name: viewer.fullName })}>
        {stores.length > 1 && (
          <div className="w-56 xl:hidden">
            <StoreSelect />
          </div>
        )}
      </PageHeader>
      {error && !data && (
        <Panel>
          <ErrorState
            message={error.graphQLErrors[0]?.message}
            onRetry={() => reload({ requestPolicy: 'network-only' })}
          />
        </Panel>
      )}
      {!data && !error && <Skeleton rows={3} className="h-24" />}
      {data && <Overview data={data} />}
    </div>
  );
}

function Overview({ data }: { readonly data: OverviewQuery }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const store = useStore();
  const may = useMay();
  const orders = data.orders.edges.map(({ node }) => node);
  const running = data.running.edges.map(({ node }) => node);
  return (
    <>
      {may('page:connect') && (
        <NextSteps hasProducts={data.products.totalCount > 0} hasPage={Boolean(store.fbPageId)} />
      )}
      <Figures orders={orders} isPartial={data.orders.pageInfo.hasNextPage} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Panel className="order-2 lg:order-1">
          <PanelTitle
            aside={
              <Link to="/orders" className="rounded text-xs text-primary-soft hover:underline">
                {t('overview.allOrders')}
              </Link>
            }
          >
            {t('overview.latestOrders')}
          </PanelTitle>
          {orders.length === 0 ? (
            <EmptyState icon="bag" title={t('orders.none')}>
              {t('orders.noneHint')}
            </EmptyState>
          ) : (
            <OrderTable orders={orders.slice(0, ORDERS_SHOWN)} />
          )}
        </Panel>
        <div className="order-1 flex flex-col gap-4 lg:order-2">
          {running.length > 0 && (
            <Panel className="overflow-hidden">
              <PanelTitle>{t('overview.running')}</PanelTitle>
              <ul>
                {running.map((live) => (
                  <LiveRow key={live.id} live={live} />
                ))}
              </ul>
            </Panel>
          )}
          {may('live:run') && (
            <Panel>
              <PanelTitle>{t('lives.startTitle')}</PanelTitle>
              <div className="p-4">
                <StartLiveForm
                  storeId={store.id}
                  onStarted={(liveId) => void navigate({ to: '/lives/$liveId', params: { liveId } })}
                />
              </div>
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

function Figures({
  orders,
  isPartial,
}: {
  readonly orders: Parameters<typeof buildOrderFigures>[0];
  readonly isPartial: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency } = useStore();
  const figures = buildOrderFigures(orders);
  const note = isPartial ? t('overview.latestOnly', { orders: orders.length }) : undefined;
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Figure
        label={t('overview.paidAmount')}
        value={format.money({ amountMinor: figures.paidMinor, currency })}
        tone="paid"
        note={note}
      />
      <Figure label={t('overview.paidOrders')} value={format.count(figures.paidCount)} note={note} />
      <Figure
        label={t('overview.pendingOrders')}
        value={format.count(figures.pendingCount)}
        note={format.money({ amountMinor: figures.pendingMinor, currency })}
      />
      <Figure
        label={t('overview.conversion')}
        value={figures.conversion === null ? '–' : format.percent(figures.conversion)}
        note={t('overview.conversionHint')}
      />
    </dl>
  );
}

function NextSteps({ hasProducts, hasPage }: { readonly hasProducts: boolean; readonly hasPage: boolean }) {
  const { t } = useTranslation();
  if (hasProducts && hasPage) return null;
  return (
    <Panel className="flex flex-col gap-3 bg-primary/8 p-4 ring-primary/30">
      <h2 className="font-semibold">{t('overview.nextSteps')}</h2>
      <div className="flex flex-wrap gap-2">
        {!hasPage && (
          <Link to="/settings/facebook" className={buttonClasses()}>
            <Icon name="link" />
            {t('overview.connectPage')}
          </Link>
        )}
        {!hasProducts && (
          <Link to="/products" className={buttonClasses()}>
            <Icon name="box" />
            {t('overview.addProducts')}
          </Link>
        )}
      </div>
    </Panel>
  );
}
