import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LiveRow } from '../features/lives/live-list.tsx';
import { StartLiveForm } from '../features/lives/start-live-form.tsx';
import { graphql } from '../generated/gql.ts';
import { usePages } from '../lib/api/use-pages.ts';
import { useMay, useStore } from '../lib/session.tsx';
import { classNames } from '../ui/class-names.ts';
import { PageHeader, Panel, PanelTitle } from '../ui/layout.tsx';
import { PagedList } from '../ui/paged-list.tsx';
import { EmptyState } from '../ui/states.tsx';

const LIVE_LIST = graphql(`
  query LiveList($storeId: ID!, $first: Int, $after: String) {
    liveEvents(storeId: $storeId, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { id ...LiveRow_LiveEvent } }
    }
  }
`);

export function LivesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const store = useStore();
  const may = useMay();
  const pages = usePages(LIVE_LIST, { storeId: store.id, first: 20 }, (data) => data.liveEvents);
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('nav.lives')} · LiveStreamSell AI`}</title>
      <PageHeader title={t('nav.lives')} />
      <div
        className={classNames(
          'grid items-start gap-4',
          may('live:run') && 'lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]',
        )}
      >
        <Panel className="order-2 overflow-hidden lg:order-1">
          <PanelTitle>{t('lives.history')}</PanelTitle>
          <PagedList
            pages={pages}
            skeletonRows={4}
            skeletonHeight="h-14"
            empty={
              <EmptyState icon="live" title={t('lives.none')}>
                {t('lives.noneHint')}
              </EmptyState>
            }
          >
            <ul>
              {pages.nodes.map((live) => (
                <LiveRow key={live.id} live={live} />
              ))}
            </ul>
          </PagedList>
        </Panel>
        {may('live:run') && (
          <Panel className="order-1 lg:order-2">
            <PanelTitle>{t('lives.startTitle')}</PanelTitle>
            <div className="p-4">
              <StartLiveForm
                storeId={store.id}
                onStarted={(liveId) => void navigate({ to: '/lives/$liveId', params: { liveId } })}
              />
            </div>
          </Panel>
        )}
      </div>
    </div>
  );
}
