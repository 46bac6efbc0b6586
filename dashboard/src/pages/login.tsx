import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SignInForm } from '../features/identity/sign-in-form.tsx';
import { LanguageSelect } from '../ui/language-select.tsx';
import mark from '../ui/mark.svg';

export function LoginPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const enter = async () => {
    await router.invalidate();
    await router.navigate({ to: '/' });
  };
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(28rem,32rem)]">
      <title>{`${t('login.signIn')} · LiveStreamSell AI`}</title>
      <aside className="relative hidden flex-col justify-between overflow-hidden border-e border-line p-12 lg:flex">
        <div
          aria-hidden="true"
          className="absolute -start-40 -top-40 size-144 rounded-full bg-primary/25 blur-[140px]"
        />
        <Brand />
        <div className="relative flex max-w-xl flex-col gap-5">
          <p className="text-4xl leading-tight font-semibold tracking-tight text-balance">{t('login.promise')}</p>
          <ul className="flex flex-col gap-2 text-base text-muted">
            {(['one', 'two', 'three'] as const).map((point) => (
              <li key={point} className="flex items-start gap-3">
                <span aria-hidden="true" className="mt-2 size-1.5 shrink-0 rounded-full bg-paid" />
                {t(`login.point.${point}`)}
              </li>
            ))}
          </ul>
        </div>
        <p className="relative text-xs text-faint">LiveStreamSell AI</p>
      </aside>
      <main className="flex flex-col justify-center gap-8 px-6 py-10 sm:px-12">
        <div className="mx-auto flex w-full max-w-sm flex-col gap-8">
          <div className="lg:hidden">
            <Brand />
          </div>
          <h1 className="text-2xl font-semibold tracking-tight">{t('login.title')}</h1>
          <SignInForm onSignedIn={() => void enter()} />
          <div className="border-t border-line pt-6">
            <LanguageSelect />
          </div>
        </div>
      </main>
    </div>
  );
}

function Brand() {
  return (
    <p className="relative flex items-center gap-3 text-base font-semibold">
      <img src={mark} alt="" className="size-9" />
      LiveStreamSell
    </p>
  );
}
