import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { applyCorrections } from '../features/understanding/corrections.ts';
import { DecisionList } from '../features/understanding/decision-list.tsx';
import { DECISION_LIST } from '../features/understanding/documents.ts';
import { SuggestionsPanel, useSuggestions } from '../features/understanding/suggestions-panel.tsx';
import { useCorrections } from '../features/understanding/use-corrections.ts';
import { usePages } from '../lib/api/use-pages.ts';
import { useMay, useStore } from '../lib/session.tsx';
import { classNames } from '../ui/class-names.ts';
import { FilterChips } from '../ui/filter-chips.tsx';
import { PageHeader, Panel, PanelTitle } from '../ui/layout.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';

const FILTERS = ['toLookAt', 'leftOpen', 'all'] as const;
type Filter = (typeof FILTERS)[number];
const DECISIONS_AT_ONCE = 20;

/** How comments were understood, what they meant instead, and which words that teaches. */
export function UnderstandingPage() {
  const { t } = useTranslation();
  const store = useStore();
  const mayTeach = useMay()('catalogue:write');
  const [filter, setFilter] = useState<Filter>('toLookAt');
  const [changes, setChanges] = useState(0);
  const isWork = filter !== 'all';
  const pages = usePages(
    DECISION_LIST,
    { storeId: store.id, needsLook: filter === 'toLookAt', leftOpen: filter === 'leftOpen', first: DECISIONS_AT_ONCE },
    (data) => data.aiDecisions,
  );
  const { said, correct, withdraw } = useCorrections(() => setChanges((old) => old + 1));
  const decisions = applyCorrections(pages.nodes, said, isWork);
  const isWorkedOff = pages.status === 'ready' && decisions.length === 0 && pages.hasMore;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the last one on the page has left
  useEffect(() => {
    if (isWorkedOff) pages.loadMore();
  }, [isWorkedOff]);
  const chips = FILTERS.map((value) => ({ value, label: t(`understanding.filter.${value}`) }));
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('nav.understanding')} · LiveStreamSell AI`}</title>
      <PageHeader title={t('nav.understanding')} />
      <p className="max-w-2xl text-pretty text-muted">{t('understanding.hint')}</p>
      <div className={classNames('grid items-start gap-4', mayTeach && 'lg:grid-cols-[minmax(0,1fr)_20rem]')}>
        <Panel className="min-w-0 overflow-hidden">
          <PanelTitle
            aside={
              <FilterChips label={t('understanding.decisions')} chips={chips} value={filter} onValue={setFilter} />
            }
          >
            {t('understanding.decisions')}
          </PanelTitle>
          {(pages.status === 'loading' || isWorkedOff) && (
            <div className="p-4">
              <Skeleton rows={5} className="h-24" />
            </div>
          )}
          {pages.status === 'failed' && (
            <ErrorState message={pages.error?.graphQLErrors[0]?.message} onRetry={pages.reload} />
          )}
          {pages.status === 'ready' && decisions.length === 0 && !pages.hasMore && (
            <EmptyState icon={isWork ? 'check' : 'chat'} title={t(`understanding.none.${filter}`)}>
              {t(`understanding.noneHint.${filter}`)}
            </EmptyState>
          )}
          <DecisionList decisions={decisions} storeId={store.id} onCorrect={correct} onWithdraw={withdraw} />
          <LoadMore pages={pages} />
        </Panel>
        {mayTeach && <OwnSuggestions storeId={store.id} changes={changes} />}
      </div>
    </div>
  );
}

function OwnSuggestions({ storeId, changes }: { readonly storeId: string; readonly changes: number }) {
  const loaded = useSuggestions(storeId);
  const { reload } = loaded;
  useEffect(() => {
    if (changes > 0) reload({ requestPolicy: 'network-only' });
  }, [changes, reload]);
  return <SuggestionsPanel {...loaded} />;
}
