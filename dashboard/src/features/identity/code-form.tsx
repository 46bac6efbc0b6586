import { useTranslation } from 'react-i18next';
import { verifyCode } from '../../lib/api/auth.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextField } from '../../ui/fields.tsx';
import { outcomeOf } from './refusal-text.ts';

/** Asks for a code of the authenticator, or for a backup code. */
export function CodeForm({ onVerified }: { readonly onVerified: () => void }) {
  const { t } = useTranslation();
  const form = useSubmit(async (values) => outcomeOf(t, await verifyCode(textOf(values, 'code'))), onVerified);
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <TextField
        label={t('login.code')}
        hint={t('login.codeHint')}
        name="code"
        autoComplete="one-time-code"
        maxLength={24}
        required
        dir="ltr"
      />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" size="large" isBusy={form.isBusy}>
        {t('login.verify')}
      </Button>
    </form>
  );
}
