import { useTranslation } from 'react-i18next';
import { AiPanel } from '../features/ai/ai-panel.tsx';
import { VendorPanel } from '../features/brakes/vendor-panel.tsx';
import { SettingsFrame } from '../features/settings/settings-frame.tsx';
import { useMay, useStore } from '../lib/session.tsx';
import { Section } from '../ui/layout.tsx';

/** How it stands with the vendors, and what the language model costs. */
export function ServicesPage() {
  const { t } = useTranslation();
  const store = useStore();
  const may = useMay();
  return (
    <SettingsFrame name="services">
      {may('vendors:read') && (
        <Section title={t('vendors.title')}>
          <VendorPanel storeId={store.id} />
        </Section>
      )}
      {may('ai:read') && (
        <Section title={t('ai.title')}>
          <AiPanel storeId={store.id} />
        </Section>
      )}
    </SettingsFrame>
  );
}
