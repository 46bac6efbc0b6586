import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import type { WebhookDeliveryState } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { DELIVERIES, REPLAY } from './documents.ts';

const TONES: Readonly<Record<WebhookDeliveryState, Tone>> = { PENDING: 'warn', DELIVERED: 'paid', FAILED: 'bad' };

/** The newest deliveries of an endpoint: how each stands, and a button to send it again. */
export function DeliveryLog({ endpointId }: { readonly endpointId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [{ data, error }, reload] = useQuery({
    query: DELIVERIES,
    variables: { endpointId },
    requestPolicy: 'cache-and-network',
  });
  if (error) return <ErrorState message={error.message} onRetry={() => reload({ requestPolicy: 'network-only' })} />;
  if (!data) return <Skeleton rows={2} className="h-8" />;
  const deliveries = data.node?.__typename === 'WebhookEndpoint' ? data.node.deliveries.edges : [];
  const replay = async (cursor: string) => {
    const input = { endpointId, after: String(Number(cursor) - 1), until: cursor };
    const outcome = await act(REPLAY, { input });
    if (!outcome.ok) showToast('bad', outcome.message || t('state.failedHint'));
    reload({ requestPolicy: 'network-only' });
  };
  if (deliveries.length === 0) return <p className="text-muted">{t('partners.noDeliveries')}</p>;
  return (
    <ul className="flex flex-col divide-y divide-line rounded-lg bg-raised px-3">
      {deliveries.map(({ node }) => (
        <li key={node.id} className="flex flex-wrap items-center justify-between gap-2 py-2 text-xs">
          <span className="flex min-w-0 flex-wrap items-center gap-2">
            <Badge tone={TONES[node.state]}>{t(`partners.delivery.${node.state}`)}</Badge>
            <code dir="ltr">{node.eventType}</code>
            <span className="text-muted">{format.dateTime(node.lastAttemptAt ?? node.createdAt)}</span>
            <span className="text-muted">{t('partners.attempts', { tries: node.attempts })}</span>
            {node.durationMs !== null && <span dir="ltr" className="text-muted">{`${node.durationMs} ms`}</span>}
            <bdi title={node.responseExcerpt ?? undefined}>{node.error ?? node.responseStatus}</bdi>
          </span>
          <Button size="small" look="quiet" onClick={() => replay(node.cursor)}>
            {t('partners.replay')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
