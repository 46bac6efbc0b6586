import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { useFormat } from '../../lib/format.ts';
import { Facts, Section } from '../../ui/layout.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { SUPPORT_STORE } from './documents.ts';
import type { StoreReading } from './store-search.tsx';

const COUNTS = [
  'products',
  'runningLives',
  'commentsOfDay',
  'messagesWaiting',
  'messagesRefusedOfDay',
  'ordersPending',
  'ordersPaidOfDay',
] as const;

/** A store as support sees it: states and counts. Each time it is shown stands in the store's audit log. */
export function StoreSheet({ storeId, reason }: StoreReading) {
  const { t } = useTranslation();
  const format = useFormat();
  const [{ data, error }, reload] = useQuery({
    query: SUPPORT_STORE,
    variables: { storeId, reason },
    requestPolicy: 'network-only',
  });
  if (error) return <ErrorState message={error.graphQLErrors[0]?.message} onRetry={reload} />;
  if (!data) return <Skeleton rows={4} />;
  const store = data.supportStore;
  const nothing = t('support.nothing');
  return (
    <div data-testid="support-store">
      <Section title={store.name}>
        <Facts
          facts={[
            [t('store.country'), store.country],
            [t('store.currency'), store.currency],
            [t('store.language'), store.locale],
            [t('support.createdAt'), format.dateTime(store.createdAt)],
            [t('support.page'), store.fbPageId ?? nothing],
            [t('support.pageEnds'), store.pageTokenExpiresAt ? format.dateTime(store.pageTokenExpiresAt) : nothing],
            [t('support.gateways'), store.gateways.join(', ') || nothing],
            ...COUNTS.map((name) => [t(`support.figure.${name}`), format.count(store[name])] as const),
          ]}
        />
      </Section>
    </div>
  );
}
