import { useTranslation } from 'react-i18next';
import { changePassword, hasPassword, setPassword } from '../../lib/api/auth.ts';
import { useAnswer } from '../../lib/api/use-answer.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem } from '../../ui/fields.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { NewPasswordField, PasswordField } from './password-fields.tsx';
import { outcomeOf } from './refusal-text.ts';

/** Changes the password; or sets the first one of somebody who came by Facebook. */
export function PasswordForm({ onChanged }: { readonly onChanged: () => void }) {
  const { t } = useTranslation();
  const known = useAnswer(hasPassword);
  const form = useSubmit(
    async (values) => {
      const newPassword = String(values.get('newPassword') ?? '');
      const currentPassword = String(values.get('currentPassword') ?? '');
      const revokeOtherSessions = values.get('endOthers') === 'on';
      return outcomeOf(
        t,
        known.answer
          ? await changePassword({ currentPassword, newPassword, revokeOtherSessions })
          : await setPassword(newPassword),
      );
    },
    (_, element) => {
      element.reset();
      known.reload();
      onChanged();
    },
  );
  if (known.isFailed) return <ErrorState onRetry={known.reload} />;
  if (known.answer === undefined) return <Skeleton rows={3} />;
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4" data-testid="password-form">
      {known.answer ? (
        <PasswordField label={t('account.currentPassword')} name="currentPassword" autoComplete="current-password" />
      ) : (
        <p className="text-muted">{t('account.noPassword')}</p>
      )}
      <NewPasswordField />
      {known.answer && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="endOthers" defaultChecked className="size-4 accent-primary" />
          {t('account.endOthers')}
        </label>
      )}
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" isBusy={form.isBusy} className="self-start">
        {known.answer ? t('account.changePassword') : t('account.setPassword')}
      </Button>
    </form>
  );
}
