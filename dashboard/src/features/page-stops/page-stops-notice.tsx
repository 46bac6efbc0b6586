import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql } from '../../generated/gql.ts';
import { useFormat } from '../../lib/format.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

const PAGE_STOPS = graphql(`
  query PageStops($storeId: ID!) {
    store(id: $storeId) { id pageStops { action cause startedAt endsAt } }
  }
`);
const LOOK_EVERY_MS = 30_000;

/** Says on every page what Facebook told the store to stop, until when, and what helps; nothing while all is well. */
export function PageStopsNotice({ storeId }: { readonly storeId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [{ data }, reload] = useQuery({ query: PAGE_STOPS, variables: { storeId }, requestPolicy: 'network-only' });
  useEffect(() => {
    const timer = setInterval(reload, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const stops = data?.store?.pageStops ?? [];
  return (
    <div role="status">
      {stops.map(({ action, cause, endsAt }) => (
        <div
          key={`${action} ${cause}`}
          className="mx-auto mb-4 flex max-w-6xl flex-wrap items-center gap-x-3 gap-y-2 rounded-xl bg-warn/10 px-4 py-3 ring-1 ring-warn/40 ring-inset"
        >
          <Icon name="alert" className="size-5 shrink-0 text-warn" />
          <p className="min-w-0 basis-64 grow">
            <span className="font-medium">{t(`pageStop.action.${action}`)}</span>{' '}
            <span className="text-muted">
              {t(`pageStop.cause.${cause}`)}{' '}
              {endsAt ? t('pageStop.until', { date: format.dateTime(endsAt) }) : t('pageStop.untilConnected')}
            </span>
          </p>
          {!endsAt && (
            <Link to="/settings/facebook" className={buttonClasses({ size: 'small' })}>
              {t('pageStop.connect')}
            </Link>
          )}
        </div>
      ))}
    </div>
  );
}
