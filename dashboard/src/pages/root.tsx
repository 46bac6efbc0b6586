import { type ErrorComponentProps, Link, Outlet, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { buttonClasses } from '../ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { Toaster } from '../ui/toaster.tsx';

export function RootLayout() {
  return (
    <>
      <Outlet />
      <Toaster />
    </>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon="search"
      title={t('state.notFound')}
      action={
        <Link to="/" className={buttonClasses({ look: 'primary' })}>
          {t('nav.overview')}
        </Link>
      }
    >
      {t('state.notFoundHint')}
    </EmptyState>
  );
}

export function LoadFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <ErrorState message={error instanceof Error ? error.message : undefined} onRetry={retry} />;
}

export function Waiting() {
  return (
    <div className="mx-auto w-full max-w-5xl p-4">
      <Skeleton rows={5} className="h-16" />
    </div>
  );
}
