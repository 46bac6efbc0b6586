import { useTranslation } from 'react-i18next';
import type { CircuitState } from '../../generated/graphql.ts';
import { usePolled } from '../../lib/api/use-polled.ts';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { VENDOR_STATUS } from './documents.ts';

const ASK_EVERY_MS = 10_000;
const NAMES: Readonly<Record<string, string>> = { facebook: 'Facebook', mercadopago: 'Mercado Pago' };
const TONES: Readonly<Record<CircuitState, 'paid' | 'warn' | 'bad'>> = {
  CLOSED: 'paid',
  HALF_OPEN: 'warn',
  OPEN: 'bad',
};

/** Whether the services that we need answer. */
export function VendorPanel({ storeId }: { readonly storeId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = usePolled(VENDOR_STATUS, { storeId }, ASK_EVERY_MS);
  if (!data) return <Skeleton rows={2} />;
  return (
    <ul className="flex flex-col gap-2" aria-live="polite">
      {data.vendorStatus.map(({ vendor, state, since }) => (
        <li key={vendor} className="flex items-center gap-3">
          <bdi className="grow">{NAMES[vendor] ?? vendor}</bdi>
          {since && <span className="text-xs text-muted">{t('brakes.since', { time: format.dateTime(since) })}</span>}
          <Badge tone={TONES[state]}>{t(`vendors.${state}`)}</Badge>
        </li>
      ))}
    </ul>
  );
}
