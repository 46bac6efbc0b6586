import { useTranslation } from 'react-i18next';
import type { AuditLogQuery } from '../../generated/graphql.ts';
import { useFormat } from '../../lib/format.ts';
import { buildAuditText, knownAction } from './build-audit-text.ts';

type AuditRow = AuditLogQuery['auditLog']['edges'][number]['node'];

/** What was done in the store, one row each. The number and hash tie a row to the chain on the server. */
export function AuditList({ entries, currency }: { readonly entries: readonly AuditRow[]; readonly currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ol>
      {entries.map((entry) => {
        const action = knownAction(entry.action);
        return (
          <li
            key={entry.seq}
            className="grid gap-x-4 gap-y-1 border-b border-line/60 px-4 py-3 last:border-0 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_minmax(0,2fr)]"
          >
            <span className="min-w-0">
              <span className="block font-medium">{action ? t(`audit.action.${action}`) : entry.action}</span>
              <span className="figures block text-xs text-faint" title={entry.hash}>
                #{entry.seq} · {entry.hash.slice(0, 8)}
              </span>
            </span>
            <bdi className="min-w-0 text-muted wrap-anywhere">{buildAuditText(entry, currency, format.money)}</bdi>
            <span className="min-w-0 sm:text-end">
              <bdi className="block truncate">{entry.actorName ?? t('audit.system')}</bdi>
              <span className="block text-xs text-faint">{format.dateTime(entry.at)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
