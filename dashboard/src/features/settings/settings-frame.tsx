import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../ui/layout.tsx';
import type { SettingsPageName } from './settings-pages.ts';

/** One page of the settings under its title. */
export function SettingsFrame({ name, children }: { readonly name: SettingsPageName; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const title = t(`settings.pages.${name}`);
  return (
    <div className="flex flex-col gap-4">
      <title>{`${title} · LiveStreamSell AI`}</title>
      <PageHeader title={title} />
      {children}
    </div>
  );
}
