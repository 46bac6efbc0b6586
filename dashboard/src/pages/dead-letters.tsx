import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DeadLetterList } from '../features/dead-letters/dead-letter-list.tsx';
import { DEAD_LETTERS } from '../features/dead-letters/documents.ts';
import { usePages } from '../lib/api/use-pages.ts';
import { useStore } from '../lib/session.tsx';
import { PageHeader, Panel } from '../ui/layout.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';

const LETTERS_AT_ONCE = 30;

export function DeadLettersPage() {
  const { t } = useTranslation();
  const store = useStore();
  const pages = usePages(DEAD_LETTERS, { storeId: store.id, first: LETTERS_AT_ONCE }, (data) => data.deadLetters);
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('deadLetters.title')} · LiveStreamSell AI`}</title>
      <PageHeader
        title={t('deadLetters.title')}
        above={
          <Link to="/settings" className="rounded hover:text-ink">
            {t('nav.settings')}
          </Link>
        }
      />
      <p className="max-w-2xl text-pretty text-muted">{t('deadLetters.hint')}</p>
      <Panel className="overflow-hidden">
        {pages.status === 'loading' && (
          <div className="p-4">
            <Skeleton rows={4} className="h-16" />
          </div>
        )}
        {pages.status === 'failed' && (
          <ErrorState message={pages.error?.graphQLErrors[0]?.message} onRetry={pages.reload} />
        )}
        {pages.status === 'ready' && pages.nodes.length === 0 && (
          <EmptyState icon="check" title={t('deadLetters.none')}>
            {t('deadLetters.noneHint')}
          </EmptyState>
        )}
        {pages.nodes.length > 0 && <DeadLetterList storeId={store.id} letters={pages.nodes} onSettled={pages.reload} />}
        <LoadMore pages={pages} />
      </Panel>
    </div>
  );
}
