import { useTranslation } from 'react-i18next';
import { PaymentForm } from '../features/settings/payment-form.tsx';
import { SettingsFrame } from '../features/settings/settings-frame.tsx';
import { useStore } from '../lib/session.tsx';
import { showToast } from '../lib/toasts.ts';
import { Section } from '../ui/layout.tsx';

export function PaymentsPage() {
  const { t } = useTranslation();
  const store = useStore();
  return (
    <SettingsFrame name="payments">
      <Section title={t('settings.payment')}>
        <p className="mb-4 text-muted">{t('settings.paymentHint')}</p>
        <PaymentForm storeId={store.id} onConfigured={() => showToast('good', t('settings.paymentSaved'))} />
      </Section>
    </SettingsFrame>
  );
}
