import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AuditList } from '../features/audit/audit-list.tsx';
import { AUDIT_LOG } from '../features/audit/documents.ts';
import { usePages } from '../lib/api/use-pages.ts';
import { useStore } from '../lib/session.tsx';
import { PageHeader, Panel } from '../ui/layout.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';

const ENTRIES_AT_ONCE = 30;

export function AuditPage() {
  const { t } = useTranslation();
  const store = useStore();
  const pages = usePages(AUDIT_LOG, { storeId: store.id, first: ENTRIES_AT_ONCE }, (data) => data.auditLog);
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('audit.title')} · LiveStreamSell AI`}</title>
      <PageHeader
        title={t('audit.title')}
        above={
          <Link to="/settings" className="rounded hover:text-ink">
            {t('nav.settings')}
          </Link>
        }
      />
      <p className="max-w-2xl text-pretty text-muted">{t('audit.hint')}</p>
      <Panel className="overflow-hidden">
        {pages.status === 'loading' && (
          <div className="p-4">
            <Skeleton rows={6} className="h-12" />
          </div>
        )}
        {pages.status === 'failed' && (
          <ErrorState message={pages.error?.graphQLErrors[0]?.message} onRetry={pages.reload} />
        )}
        {pages.status === 'ready' && pages.nodes.length === 0 && <EmptyState icon="clock" title={t('audit.none')} />}
        <AuditList entries={pages.nodes} currency={store.currency} />
        <LoadMore pages={pages} />
      </Panel>
    </div>
  );
}
