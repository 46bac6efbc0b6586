import { useTranslation } from 'react-i18next';
import { updatePerson } from '../../lib/api/auth.ts';
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from '../../lib/i18n.ts';
import type { Viewer } from '../../lib/session.tsx';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, SelectField, TextField } from '../../ui/fields.tsx';
import { outcomeOf } from './refusal-text.ts';

/** Name and language of the signed-in person. The language is that of this dashboard and of mails to them. */
export function ProfileForm({ viewer, onSaved }: { readonly viewer: Viewer; readonly onSaved: () => void }) {
  const { t, i18n } = useTranslation();
  const form = useSubmit(async (values) => {
    const uiLang = textOf(values, 'language') as Language;
    const answer = await updatePerson({ name: textOf(values, 'fullName'), uiLang });
    if (answer.ok) await chooseLanguage(uiLang);
    return outcomeOf(t, answer);
  }, onSaved);
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <TextField
        label={t('login.name')}
        name="fullName"
        autoComplete="name"
        defaultValue={viewer.fullName}
        required
        maxLength={120}
      />
      <TextField label={t('login.email')} value={viewer.email} readOnly dir="ltr" />
      <SelectField
        label={t('settings.language')}
        hint={t('account.languageHint')}
        name="language"
        defaultValue={i18n.language}
        options={LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] }))}
      />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" isBusy={form.isBusy} className="self-start">
        {t('action.save')}
      </Button>
    </form>
  );
}
