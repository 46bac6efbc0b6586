import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

/** Grey bars in the place of rows to come. */
export function Skeleton({ rows = 4, className = 'h-12' }: { readonly rows?: number; readonly className?: string }) {
  const { t } = useTranslation();
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars never change places
        <div key={row} className={classNames('animate-pulse rounded-lg bg-raised', className)} />
      ))}
    </div>
  );
}

/** Says why there is nothing yet, and what to do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <span className="flex size-11 items-center justify-center rounded-xl bg-raised text-muted ring-1 ring-line ring-inset">
        <Icon name={icon} className="size-5" />
      </span>
      <p className="font-medium">{title}</p>
      {children && <p className="max-w-sm text-pretty text-muted">{children}</p>}
      {action}
    </div>
  );
}

export function ErrorState({
  message,
  onRetry,
}: {
  readonly message?: string | undefined;
  readonly onRetry?: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <span className="flex size-11 items-center justify-center rounded-xl bg-bad/10 text-bad">
        <Icon name="alert" className="size-5" />
      </span>
      <p className="font-medium">{t('state.failed')}</p>
      <p className="max-w-md text-muted wrap-anywhere">{message || t('state.failedHint')}</p>
      {onRetry && <Button onClick={onRetry}>{t('action.retry')}</Button>}
    </div>
  );
}
