import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { BotBrake } from '../features/brakes/bot-brake.tsx';
import { BuyerRules } from '../features/buyers/buyer-rules.tsx';
import { AnswersForm } from '../features/settings/answers-form.tsx';
import { SettingsFrame } from '../features/settings/settings-frame.tsx';
import { useMay, useStore } from '../lib/session.tsx';
import { showToast } from '../lib/toasts.ts';
import { Section } from '../ui/layout.tsx';

/** What the bot says, that it stops, and what one buyer may take. */
export function MessagesPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const store = useStore();
  const may = useMay();
  const answersSaved = async () => {
    showToast('good', t('answers.saved'));
    await router.invalidate();
  };
  return (
    <SettingsFrame name="messages">
      {may('bot:stop') && (
        <Section title={t('brakes.title')}>
          <p className="mb-4 text-muted">{t('brakes.storeHint')}</p>
          <BotBrake storeId={store.id} liveEventId={null} />
        </Section>
      )}
      {may('answers:configure') && (
        <Section title={t('answers.title')}>
          <p className="mb-4 text-muted">{t('answers.hint')}</p>
          <AnswersForm store={store} onSaved={() => void answersSaved()} />
        </Section>
      )}
      {may('buyers:block') && (
        <Section title={t('buyers.title')}>
          <BuyerRules storeId={store.id} isOwner={may('buyers:limit')} />
        </Section>
      )}
    </SettingsFrame>
  );
}
