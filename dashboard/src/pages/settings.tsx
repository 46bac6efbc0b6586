import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AiPanel } from '../features/ai/ai-panel.tsx';
import { BotBrake } from '../features/brakes/bot-brake.tsx';
import { VendorPanel } from '../features/brakes/vendor-panel.tsx';
import { BuyerRules } from '../features/buyers/buyer-rules.tsx';
import { LoginList } from '../features/identity/login-list.tsx';
import { SecondFactorForm } from '../features/identity/second-factor-form.tsx';
import { PartnersPanel } from '../features/partners/partners-panel.tsx';
import { AnswersForm } from '../features/settings/answers-form.tsx';
import { ConnectPageForm } from '../features/settings/connect-page-form.tsx';
import { PageTokenNotice } from '../features/settings/page-token-notice.tsx';
import { PageWizard } from '../features/settings/page-wizard.tsx';
import { PaymentForm } from '../features/settings/payment-form.tsx';
import { TemplateList } from '../features/settings/template-list.tsx';
import { signOut, signOutEverywhere } from '../lib/api/auth.ts';
import { useMay, useSession, useStore } from '../lib/session.tsx';
import { showToast } from '../lib/toasts.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, buttonClasses } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { LanguageSelect } from '../ui/language-select.tsx';
import { Facts, PageHeader, Panel, PanelTitle } from '../ui/layout.tsx';

export function SettingsPage() {
  const { t, i18n } = useTranslation();
  const router = useRouter();
  const store = useStore();
  const { viewer } = useSession();
  const may = useMay();
  const connected = async () => {
    showToast('good', t('settings.pageConnected'));
    await router.invalidate();
  };
  const answersSaved = async () => {
    showToast('good', t('answers.saved'));
    await router.invalidate();
  };
  const leave = async () => {
    await signOut();
    location.assign(router.buildLocation({ to: '/login' }).href);
  };
  const leaveEverywhere = async () => {
    await signOutEverywhere();
    location.assign(router.buildLocation({ to: '/login' }).href);
  };
  const enrolled = async () => {
    showToast('good', t('factor.done'));
    await router.invalidate();
  };
  const country = new Intl.DisplayNames(i18n.language, { type: 'region' }).of(store.country) ?? store.country;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('nav.settings')} · LiveStreamSell AI`}</title>
      <PageHeader title={t('nav.settings')} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {may('page:connect') && (
          <Section
            title={t('settings.page')}
            aside={
              <Badge tone={store.fbPageId ? 'paid' : 'warn'}>
                {store.fbPageId ? t('settings.connected') : t('settings.notConnected')}
              </Badge>
            }
          >
            <p className="mb-4 text-muted">{t('settings.pageHint')}</p>
            <PageTokenNotice expiresAt={store.pageTokenExpiresAt ?? null} />
            <PageWizard
              store={store}
              onConnected={() => void connected()}
              onVerified={() => void router.invalidate()}
            />
            {store.fbPageId && <TemplateList storeId={store.id} />}
            <details className="mt-4 border-t border-line pt-4">
              <summary className="cursor-pointer text-muted">{t('settings.facebookByHand')}</summary>
              <div className="mt-4">
                <ConnectPageForm
                  storeId={store.id}
                  fbPageId={store.fbPageId ?? null}
                  onConnected={() => void connected()}
                />
              </div>
            </details>
          </Section>
        )}
        {may('payments:configure') && (
          <Section title={t('settings.payment')}>
            <p className="mb-4 text-muted">{t('settings.paymentHint')}</p>
            <PaymentForm storeId={store.id} onConfigured={() => showToast('good', t('settings.paymentSaved'))} />
          </Section>
        )}
        {may('answers:configure') && (
          <Section title={t('answers.title')}>
            <p className="mb-4 text-muted">{t('answers.hint')}</p>
            <AnswersForm store={store} onSaved={() => void answersSaved()} />
          </Section>
        )}
        {may('bot:stop') && (
          <Section title={t('brakes.title')}>
            <p className="mb-4 text-muted">{t('brakes.storeHint')}</p>
            <BotBrake storeId={store.id} liveEventId={null} />
          </Section>
        )}
        {may('vendors:read') && (
          <Section title={t('vendors.title')}>
            <VendorPanel storeId={store.id} />
          </Section>
        )}
        {may('partners:manage') && (
          <div className="lg:col-span-2">
            <Section title={t('partners.title')}>
              <PartnersPanel storeId={store.id} />
            </Section>
          </div>
        )}
        {may('ai:read') && (
          <Section title={t('ai.title')}>
            <AiPanel storeId={store.id} />
          </Section>
        )}
        {may('buyers:block') && (
          <Section title={t('buyers.title')}>
            <BuyerRules storeId={store.id} isOwner={may('buyers:limit')} />
          </Section>
        )}
        <Section title={t('settings.store')}>
          <Facts
            facts={[
              [t('store.name'), <bdi key="name">{store.name}</bdi>],
              [t('store.country'), country],
              [t('store.currency'), store.currency],
              [t('store.language'), store.locale],
            ]}
          />
          <div className="mt-4 flex flex-wrap gap-2 empty:hidden">
            {may('members:manage') && (
              <Link to="/settings/team" className={buttonClasses()}>
                <Icon name="people" />
                {t('team.title')}
              </Link>
            )}
            {may('audit:read') && (
              <Link to="/settings/audit" className={buttonClasses()}>
                <Icon name="clock" />
                {t('audit.title')}
              </Link>
            )}
            {may('queues:manage') && (
              <Link to="/settings/dead-letters" className={buttonClasses()}>
                <Icon name="alert" />
                {t('deadLetters.title')}
              </Link>
            )}
          </div>
        </Section>
        <Section
          title={t('factor.title')}
          aside={
            <Badge tone={viewer.hasSecondFactor ? 'paid' : 'warn'}>
              {viewer.hasSecondFactor ? t('factor.on') : t('factor.off')}
            </Badge>
          }
        >
          <div className="flex flex-col gap-4">
            {viewer.isSecondFactorDue && <p role="alert">{t('factor.due')}</p>}
            {viewer.hasSecondFactor ? (
              <p className="text-muted">{t('factor.onHint')}</p>
            ) : (
              <SecondFactorForm onEnrolled={() => void enrolled()} />
            )}
            <Button icon="exit" onClick={leaveEverywhere} className="self-start">
              {t('factor.signOutEverywhere')}
            </Button>
          </div>
        </Section>
        <div className="lg:col-span-2">
          <Section title={t('logins.title')}>
            <LoginList />
          </Section>
        </div>
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
