import { useTranslation } from 'react-i18next';
import { SettingsFrame } from '../features/settings/settings-frame.tsx';
import { useStore } from '../lib/session.tsx';
import { Facts, Section } from '../ui/layout.tsx';

export function StorePage() {
  const { t, i18n } = useTranslation();
  const store = useStore();
  const country = new Intl.DisplayNames(i18n.language, { type: 'region' }).of(store.country) ?? store.country;
  const language = new Intl.DisplayNames(i18n.language, { type: 'language' }).of(store.locale) ?? store.locale;
  return (
    <SettingsFrame name="store">
      <Section title={t('settings.store')}>
        <Facts
          facts={[
            [t('store.name'), <bdi key="name">{store.name}</bdi>],
            [t('store.country'), country],
            [t('store.currency'), store.currency],
            [t('store.language'), language],
          ]}
        />
      </Section>
    </SettingsFrame>
  );
}
