import { Link, useLocation, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewPasswordField } from '../features/identity/password-fields.tsx';
import { outcomeOf } from '../features/identity/refusal-text.ts';
import { requestReset, resetPassword } from '../lib/api/auth.ts';
import { showToast } from '../lib/toasts.ts';
import { textOf, useSubmit } from '../lib/use-submit.ts';
import { Button } from '../ui/button.tsx';
import { FormProblem, TextField } from '../ui/fields.tsx';
import { LanguageSelect } from '../ui/language-select.tsx';

/** For who forgot their password: asks for a link; and behind the link, whose token stands behind the #, for a new one. */
export function ResetPasswordPage() {
  const { t } = useTranslation();
  const { hash: token } = useLocation();
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-6 px-6 py-10">
      <title>{`${t('reset.title')} · LiveStreamSell AI`}</title>
      <h1 className="text-2xl font-semibold tracking-tight">{t('reset.title')}</h1>
      {token ? <ChooseForm token={token} /> : <AskForm />}
      <Link to="/login" className="self-start rounded text-primary-soft underline">
        {t('reset.toSignIn')}
      </Link>
      <div className="border-t border-line pt-6">
        <LanguageSelect />
      </div>
    </main>
  );
}

function AskForm() {
  const { t } = useTranslation();
  const [askedFor, setAskedFor] = useState('');
  const form = useSubmit(async (values) => {
    const email = textOf(values, 'email');
    const outcome = outcomeOf(t, await requestReset(email));
    return outcome.ok ? { ok: true, data: email } : outcome;
  }, setAskedFor);
  if (askedFor)
    return (
      <p role="status" className="text-pretty text-muted">
        {t('reset.asked', { email: askedFor })}
      </p>
    );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <p className="text-pretty text-muted">{t('reset.hint')}</p>
      <TextField label={t('login.email')} name="email" type="email" autoComplete="email" required dir="ltr" />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" size="large" isBusy={form.isBusy}>
        {t('reset.ask')}
      </Button>
    </form>
  );
}

function ChooseForm({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const router = useRouter();
  const form = useSubmit(
    async (values) => outcomeOf(t, await resetPassword(token, String(values.get('newPassword') ?? ''))),
    () => {
      showToast('good', t('reset.done'));
      void router.navigate({ to: '/login', hash: '' });
    },
  );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <NewPasswordField />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" size="large" isBusy={form.isBusy}>
        {t('account.changePassword')}
      </Button>
    </form>
  );
}
