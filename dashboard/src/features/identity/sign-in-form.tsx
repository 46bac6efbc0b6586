import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Demo, findDemo, findFacebookUrl, hasFacebook, signIn, signUp } from '../../lib/api/auth.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextField } from '../../ui/fields.tsx';
import { CodeForm } from './code-form.tsx';
import { NewPasswordField, PasswordField } from './password-fields.tsx';
import { outcomeOf } from './refusal-text.ts';

/** Signing in, signing up, and the way into the demo account where the server offers one. */
export function SignInForm({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const { t, i18n } = useTranslation();
  const [isNew, setNew] = useState(false);
  const [demo, setDemo] = useState<Demo | null>(null);
  const [isEntering, setEntering] = useState(false);
  const [demoProblem, setDemoProblem] = useState('');

  const [isFacebook, setFacebook] = useState(false);
  const [asksCode, setAsksCode] = useState(false);

  useEffect(() => void findDemo().then(setDemo), []);
  useEffect(() => void hasFacebook().then(setFacebook), []);

  const goOn = (answer: { readonly asksCode: boolean }) => (answer.asksCode ? setAsksCode(true) : onSignedIn());
  const continueWithFacebook = async () => {
    const url = await findFacebookUrl();
    if (url) location.assign(url);
    else setDemoProblem(t('state.failedHint'));
  };

  const form = useSubmit(async (values) => {
    const credentials = { email: textOf(values, 'email'), password: String(values.get('password') ?? '') };
    return outcomeOf(
      t,
      isNew
        ? await signUp({ ...credentials, name: textOf(values, 'name'), uiLang: i18n.language })
        : await signIn(credentials),
    );
  }, goOn);

  const enterDemo = async (account: Demo) => {
    setEntering(true);
    const answer = await signIn(account);
    setEntering(false);
    if (answer.ok) goOn(answer);
    else setDemoProblem(answer.message || t('state.failedHint'));
  };

  if (asksCode) return <CodeForm onVerified={onSignedIn} />;
  return (
    <div className="flex flex-col gap-5">
      {demo && (
        <div className="flex flex-col gap-2 rounded-xl bg-primary/10 p-4 ring-1 ring-primary/30 ring-inset">
          <p className="text-muted">{t('login.demoHint')}</p>
          <Button
            look="primary"
            size="large"
            isBusy={isEntering}
            data-testid="demo-login"
            onClick={() => enterDemo(demo)}
          >
            {t('login.demo')}
          </Button>
          <FormProblem>{demoProblem}</FormProblem>
        </div>
      )}
      <form onSubmit={form.submit} className="flex flex-col gap-4">
        {isNew && <TextField label={t('login.name')} name="name" autoComplete="name" required maxLength={120} />}
        <TextField label={t('login.email')} name="email" type="email" autoComplete="email" required dir="ltr" />
        {isNew ? (
          <NewPasswordField label={t('login.password')} name="password" />
        ) : (
          <PasswordField label={t('login.password')} name="password" autoComplete="current-password" />
        )}
        <FormProblem>{form.problem}</FormProblem>
        <Button type="submit" look={demo ? 'plain' : 'primary'} size="large" isBusy={form.isBusy}>
          {isNew ? t('login.signUp') : t('login.signIn')}
        </Button>
      </form>
      {!isNew && (
        <Link to="/reset-password" className="self-center rounded text-muted underline hover:text-ink">
          {t('login.forgot')}
        </Link>
      )}
      {isFacebook && (
        <Button size="large" onClick={continueWithFacebook} data-testid="facebook-login">
          {t('login.facebook')}
        </Button>
      )}
      <Button look="quiet" onClick={() => setNew((old) => !old)}>
        {isNew ? t('login.toSignIn') : t('login.toSignUp')}
      </Button>
    </div>
  );
}
