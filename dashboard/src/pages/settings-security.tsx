import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FactorControls } from '../features/identity/factor-controls.tsx';
import { LoginList } from '../features/identity/login-list.tsx';
import { PasswordForm } from '../features/identity/password-form.tsx';
import { ProfileForm } from '../features/identity/profile-form.tsx';
import { SecondFactorForm } from '../features/identity/second-factor-form.tsx';
import { SessionList } from '../features/identity/session-list.tsx';
import { SettingsFrame } from '../features/settings/settings-frame.tsx';
import { signOut } from '../lib/api/auth.ts';
import { useSession } from '../lib/session.tsx';
import { showToast } from '../lib/toasts.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/layout.tsx';

/** A person's own account: who they are, how they sign in and where they are signed in. Nothing of a store. */
export function SecurityPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const { viewer } = useSession();
  const changed = async (text: string) => {
    showToast('good', text);
    await router.invalidate();
  };
  const leave = async () => {
    await signOut();
    // A fresh page forgets every answer that the former person got.
    location.assign(router.buildLocation({ to: '/login' }).href);
  };
  return (
    <SettingsFrame name="security">
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Section title={t('settings.you')}>
          <ProfileForm viewer={viewer} onSaved={() => void changed(t('account.saved'))} />
          <Button icon="exit" onClick={leave} className="mt-4">
            {t('nav.signOut')}
          </Button>
        </Section>
        <Section title={t('login.password')}>
          <PasswordForm onChanged={() => void changed(t('account.passwordChanged'))} />
        </Section>
        <Section
          title={t('factor.title')}
          aside={
            <Badge tone={viewer.hasSecondFactor ? 'paid' : 'warn'}>
              {viewer.hasSecondFactor ? t('factor.on') : t('factor.off')}
            </Badge>
          }
        >
          <div className="flex flex-col gap-4">
            {viewer.isSecondFactorDue && <p role="alert">{t('factor.due')}</p>}
            {viewer.hasSecondFactor ? (
              <>
                <p className="text-muted">{t('factor.onHint')}</p>
                <FactorControls onSwitchedOff={() => void changed(t('factor.switchedOff'))} />
              </>
            ) : (
              <SecondFactorForm onEnrolled={() => void changed(t('factor.done'))} />
            )}
          </div>
        </Section>
        <Section title={t('account.sessions')}>
          <SessionList />
        </Section>
      </div>
      <Section title={t('logins.title')}>
        <LoginList />
      </Section>
    </SettingsFrame>
  );
}
