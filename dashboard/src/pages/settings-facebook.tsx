import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConnectPageForm } from '../features/settings/connect-page-form.tsx';
import { PageTokenNotice } from '../features/settings/page-token-notice.tsx';
import { PageWizard } from '../features/settings/page-wizard.tsx';
import { SettingsFrame } from '../features/settings/settings-frame.tsx';
import { TemplateList } from '../features/settings/template-list.tsx';
import { useStore } from '../lib/session.tsx';
import { showToast } from '../lib/toasts.ts';
import { Badge } from '../ui/badge.tsx';
import { Section } from '../ui/layout.tsx';

/** The connection to the store's Page. Facebook sends people back to this address. */
export function FacebookPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const store = useStore();
  const connected = async () => {
    showToast('good', t('settings.pageConnected'));
    await router.invalidate();
  };
  return (
    <SettingsFrame name="facebook">
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
        <PageWizard store={store} onConnected={() => void connected()} onVerified={() => void router.invalidate()} />
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
    </SettingsFrame>
  );
}
