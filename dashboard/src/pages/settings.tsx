import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen, SETTINGS_PAGES } from '../features/settings/settings-pages.ts';
import { useMay } from '../lib/session.tsx';

/** The settings: a list of their pages beside the one that is open, tabs above it on smaller screens. */
export function SettingsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { pathname } = useLocation();
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another tab to bring into sight
  useEffect(() => {
    list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <div className="mx-auto grid max-w-6xl gap-x-8 gap-y-5 lg:grid-cols-[11rem_minmax(0,1fr)]">
      <nav
        ref={list}
        aria-label={t('nav.settings')}
        className="-mx-4 flex gap-1 self-start overflow-x-auto px-4 py-1 lg:sticky lg:top-4 lg:mx-0 lg:flex-col lg:px-0"
      >
        {SETTINGS_PAGES.filter((page) => isOpen(page, may)).map(({ to, name }) => (
          <Link
            key={to}
            to={to}
            className="flex h-9 shrink-0 items-center rounded-lg px-3 whitespace-nowrap text-muted transition-colors hover:bg-raised hover:text-ink"
            activeProps={{ className: 'bg-raised text-ink! font-medium' }}
          >
            {t(`settings.pages.${name}`)}
          </Link>
        ))}
      </nav>
      <div className="min-w-0">
        <Outlet />
      </div>
    </div>
  );
}
