import { useTranslation } from 'react-i18next';
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from '../lib/i18n.ts';
import { SelectField } from './fields.tsx';

/** The language of this dashboard, in this browser. */
export function LanguageSelect() {
  const { t, i18n } = useTranslation();
  return (
    <SelectField
      label={t('settings.language')}
      value={i18n.language}
      onChange={(event) => void chooseLanguage(event.target.value as Language)}
      options={LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] }))}
    />
  );
}
