import { PartnersPanel } from '../features/partners/partners-panel.tsx';
import { SettingsFrame } from '../features/settings/settings-frame.tsx';
import { useStore } from '../lib/session.tsx';
import { Panel } from '../ui/layout.tsx';

export function PartnersPage() {
  const store = useStore();
  return (
    <SettingsFrame name="partners">
      <Panel className="p-4">
        <PartnersPanel storeId={store.id} />
      </Panel>
    </SettingsFrame>
  );
}
