import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

/** How many comments were left to the seller, and the way to them; nothing while there are none. */
export function OpenComments({ openCount, onShow }: { readonly openCount: number; readonly onShow: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (openCount === 0) return null;
  return (
    <section
      data-testid="open-comments"
      aria-label={t('live.needYou', { comments: format.count(openCount) })}
      className="order-last flex w-full flex-wrap items-center gap-x-3 gap-y-2 text-xs"
    >
      <p className="flex min-w-0 grow basis-64 items-start gap-2 text-warn">
        <Icon name="alert" className="mt-0.5 size-3.5" />
        <span className="min-w-0 text-pretty">
          <strong className="figures font-semibold">{t('live.needYou', { comments: format.count(openCount) })}</strong>{' '}
          <span className="text-muted">{t('live.needYouHint')}</span>
        </span>
      </p>
      <Button size="small" onClick={onShow}>
        {t('live.showThem')}
      </Button>
      <Link to="/understanding" className={buttonClasses({ look: 'quiet', size: 'small' })}>
        {t('live.correctThem')}
      </Link>
    </section>
  );
}
