import { useTranslation } from 'react-i18next';
import { AuditList } from '../features/audit/audit-list.tsx';
import { AUDIT_LOG } from '../features/audit/documents.ts';
import { SettingsFrame } from '../features/settings/settings-frame.tsx';
import { usePages } from '../lib/api/use-pages.ts';
import { useStore } from '../lib/session.tsx';
import { Panel } from '../ui/layout.tsx';
import { PagedList } from '../ui/paged-list.tsx';
import { EmptyState } from '../ui/states.tsx';

const ENTRIES_AT_ONCE = 30;

export function AuditPage() {
  const { t } = useTranslation();
  const store = useStore();
  const pages = usePages(AUDIT_LOG, { storeId: store.id, first: ENTRIES_AT_ONCE }, (data) => data.auditLog);
  return (
    <SettingsFrame name="audit">
      <p className="max-w-2xl text-pretty text-muted">{t('audit.hint')}</p>
      <Panel className="overflow-hidden">
        <PagedList pages={pages} empty={<EmptyState icon="clock" title={t('audit.none')} />}>
          <AuditList entries={pages.nodes} currency={store.currency} />
        </PagedList>
      </Panel>
    </SettingsFrame>
  );
}
