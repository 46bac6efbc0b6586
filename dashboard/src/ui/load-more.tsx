import { useTranslation } from 'react-i18next';
import type { Pages } from '../lib/api/use-pages.ts';
import { Button } from './button.tsx';

/** The way to the next page of a list, when there is one. */
export function LoadMore({ pages }: { readonly pages: Pages<unknown> }) {
  const { t } = useTranslation();
  if (!pages.hasMore) return null;
  return (
    <div className="flex justify-center p-4">
      <Button isBusy={pages.isLoadingMore} onClick={pages.loadMore}>
        {t('action.loadMore')}
      </Button>
    </div>
  );
}
