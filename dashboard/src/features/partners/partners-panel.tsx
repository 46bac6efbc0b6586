import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { ApiKeys } from './api-keys.tsx';
import { PARTNERS } from './documents.ts';
import { SecretDialog } from './secret-dialog.tsx';
import { WebhookEndpoints } from './webhook-endpoints.tsx';

/** What other programs may do with the store: keys to call it with, addresses that it calls. For owners. */
export function PartnersPanel({ storeId }: { readonly storeId: string }) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState('');
  const [{ data, error }, reload] = useQuery({
    query: PARTNERS,
    variables: { storeId },
    requestPolicy: 'cache-and-network',
  });
  const refresh = () => reload({ requestPolicy: 'network-only' });
  if (error && !data) return <ErrorState message={error.graphQLErrors[0]?.message} onRetry={refresh} />;
  if (!data) return <Skeleton rows={3} />;
  const shared = { storeId, onSecret: setSecret, onChange: refresh };
  return (
    <>
      <p className="mb-4 text-muted">{t('partners.hint')}</p>
      <div className="grid items-start gap-8 lg:grid-cols-2">
        <div>
          <h3 className="mb-2 font-medium">{t('partners.keys')}</h3>
          <ApiKeys keys={data.apiKeys} {...shared} />
        </div>
        <div>
          <h3 className="mb-2 font-medium">{t('partners.endpoints')}</h3>
          <WebhookEndpoints endpoints={data.webhookEndpoints} {...shared} />
        </div>
      </div>
      {secret && <SecretDialog secret={secret} onClose={() => setSecret('')} />}
    </>
  );
}
