import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PartnersPanel } from '../features/partners/partners-panel.tsx';
import { ConnectPageForm } from '../features/settings/connect-page-form.tsx';
import { PaymentForm } from '../features/settings/payment-form.tsx';
import { signOut } from '../lib/api/auth.ts';
import { useSession, useStore } from '../lib/session.tsx';
import { showToast } from '../lib/toasts.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { LanguageSelect } from '../ui/language-select.tsx';
import { Facts, PageHeader, Panel, PanelTitle } from '../ui/layout.tsx';

export function SettingsPage() {
  const { t, i18n } = useTranslation();
  const router = useRouter();
  const store = useStore();
  const { viewer } = useSession();
  const connected = async () => {
    showToast('good', t('settings.pageConnected'));
    await router.invalidate();
  };
  const leave = async () => {
    await signOut();
    location.assign(router.buildLocation({ to: '/login' }).href);
  };
  const country = new Intl.DisplayNames(i18n.language, { type: 'region' }).of(store.country) ?? store.country;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('nav.settings')} · LiveStreamSell AI`}</title>
      <PageHeader title={t('nav.settings')} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Section
          title={t('settings.page')}
          aside={
            <Badge tone={store.fbPageId ? 'paid' : 'warn'}>
              {store.fbPageId ? t('settings.connected') : t('settings.notConnected')}
            </Badge>
          }
        >
          <p className="mb-4 text-muted">{t('settings.pageHint')}</p>
          <ConnectPageForm storeId={store.id} fbPageId={store.fbPageId ?? null} onConnected={() => void connected()} />
        </Section>
        <Section title={t('settings.payment')}>
          <p className="mb-4 text-muted">{t('settings.paymentHint')}</p>
          <PaymentForm storeId={store.id} onConfigured={() => showToast('good', t('settings.paymentSaved'))} />
        </Section>
        <div className="lg:col-span-2">
          <Section title={t('partners.title')}>
            <PartnersPanel storeId={store.id} />
          </Section>
        </div>
        <Section title={t('settings.store')}>
          <Facts
            facts={[
              [t('store.name'), <bdi key="name">{store.name}</bdi>],
              [t('store.country'), country],
              [t('store.currency'), store.currency],
              [t('store.language'), store.locale],
            ]}
          />
        </Section>
        <Section title={t('settings.you')}>
          <div className="flex flex-col gap-4">
            <Facts
              facts={[
                [t('login.name'), <bdi key="name">{viewer.fullName}</bdi>],
                [t('login.email'), viewer.email],
              ]}
            />
            <LanguageSelect />
            <Button icon="exit" onClick={leave} className="self-start">
              {t('nav.signOut')}
            </Button>
          </div>
        </Section>
      </div>
    </div>
  );
}

function Section({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Panel>
      <PanelTitle aside={aside}>{title}</PanelTitle>
      <div className="p-4">{children}</div>
    </Panel>
  );
}
