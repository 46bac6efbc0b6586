import { useTranslation } from 'react-i18next';
import { DeadLetterList } from '../features/dead-letters/dead-letter-list.tsx';
import { DEAD_LETTERS } from '../features/dead-letters/documents.ts';
import { SettingsFrame } from '../features/settings/settings-frame.tsx';
import { usePages } from '../lib/api/use-pages.ts';
import { useStore } from '../lib/session.tsx';
import { Panel } from '../ui/layout.tsx';
import { PagedList } from '../ui/paged-list.tsx';
import { EmptyState } from '../ui/states.tsx';

const LETTERS_AT_ONCE = 30;

export function DeadLettersPage() {
  const { t } = useTranslation();
  const store = useStore();
  const pages = usePages(DEAD_LETTERS, { storeId: store.id, first: LETTERS_AT_ONCE }, (data) => data.deadLetters);
  return (
    <SettingsFrame name="deadLetters">
      <p className="max-w-2xl text-pretty text-muted">{t('deadLetters.hint')}</p>
      <Panel className="overflow-hidden">
        <PagedList
          pages={pages}
          skeletonRows={4}
          skeletonHeight="h-16"
          empty={
            <EmptyState icon="check" title={t('deadLetters.none')}>
              {t('deadLetters.noneHint')}
            </EmptyState>
          }
        >
          <DeadLetterList storeId={store.id} letters={pages.nodes} onSettled={pages.reload} />
        </PagedList>
      </Panel>
    </SettingsFrame>
  );
}
