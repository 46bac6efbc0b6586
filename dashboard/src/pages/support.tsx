import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DecisionLog } from '../features/support/decision-log.tsx';
import { InstallationFigures } from '../features/support/installation-figures.tsx';
import { type StoreReading, StoreSearch } from '../features/support/store-search.tsx';
import { StoreSheet } from '../features/support/store-sheet.tsx';
import { useSession } from '../lib/session.tsx';
import { buttonClasses } from '../ui/button.tsx';
import { PageHeader, Panel, PanelTitle } from '../ui/layout.tsx';
import { EmptyState } from '../ui/states.tsx';

/** For the support people of the installation: any store, as far as helping needs, and with the reason written down. */
export function SupportPage() {
  const { t } = useTranslation();
  const { viewer } = useSession();
  const [reading, setReading] = useState<(StoreReading & { readonly number: number }) | null>(null);
  const open = (next: StoreReading) => setReading((old) => ({ ...next, number: (old?.number ?? 0) + 1 }));
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('nav.support')} · LiveStreamSell AI`}</title>
      <PageHeader title={t('nav.support')} />
      {viewer.hasSecondFactor ? (
        <>
          <InstallationFigures />
          <Panel>
            <PanelTitle>{t('support.choose')}</PanelTitle>
            <StoreSearch onOpen={open} />
          </Panel>
          {reading && (
            // Opening again is another reading.
            <div key={reading.number} className="flex flex-col gap-4">
              <StoreSheet {...reading} />
              <DecisionLog {...reading} />
            </div>
          )}
        </>
      ) : (
        <EmptyState
          icon="eye"
          title={t('support.needsFactor')}
          action={
            <Link to="/settings/security" className={buttonClasses({ look: 'primary' })}>
              {t('settings.pages.security')}
            </Link>
          }
        >
          {t('support.needsFactorHint')}
        </EmptyState>
      )}
    </div>
  );
}
