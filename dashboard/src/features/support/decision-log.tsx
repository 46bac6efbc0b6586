import { useTranslation } from 'react-i18next';
import { usePages } from '../../lib/api/use-pages.ts';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { IntentTag } from '../../ui/decision/intent-tag.tsx';
import { Panel, PanelTitle } from '../../ui/layout.tsx';
import { PagedList } from '../../ui/paged-list.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { SUPPORT_DECISIONS } from './documents.ts';
import type { StoreReading } from './store-search.tsx';

const DECISIONS_AT_ONCE = 20;

/** How comments of a store were understood, the newest first. Each page of it stands in the store's audit log. */
export function DecisionLog({ storeId, reason }: StoreReading) {
  const { t } = useTranslation();
  const format = useFormat();
  const pages = usePages(
    SUPPORT_DECISIONS,
    { storeId, reason, first: DECISIONS_AT_ONCE },
    (data) => data.supportDecisions,
  );
  return (
    <Panel data-testid="support-decisions">
      <PanelTitle>{t('understanding.decisions')}</PanelTitle>
      <PagedList pages={pages} skeletonRows={4} empty={<EmptyState icon="bulb" title={t('understanding.none.all')} />}>
        <ol className="divide-y divide-line">
          {pages.nodes.map((decision, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what support reads has no ids, and the list only grows
            <li key={place} className="flex flex-col gap-1.5 px-4 py-3">
              <p className="flex flex-wrap items-center gap-2">
                <IntentTag intent={decision.intent} confidence={decision.confidence} />
                {decision.ambiguous && <Badge tone="warn">{t('support.ambiguous')}</Badge>}
                <time dateTime={decision.createdAt} className="text-xs text-faint">
                  {format.dateTime(decision.createdAt)}
                </time>
              </p>
              <bdi className="wrap-anywhere">{decision.text ?? t('support.erased')}</bdi>
              <p className="text-xs text-muted" dir="ltr">
                {decision.decidedBy}
                {decision.language && ` · ${decision.language}`}
              </p>
            </li>
          ))}
        </ol>
      </PagedList>
    </Panel>
  );
}
