import type { InputHTMLAttributes } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/fields.tsx';

const PASSWORD_MIN_LENGTH = 10;
const PASSWORD_MAX_LENGTH = 200;

export function PasswordField(props: InputHTMLAttributes<HTMLInputElement> & { readonly label: string }) {
  return <TextField {...props} type="password" dir="ltr" required />;
}

/** Where somebody chooses a password, by the rules of the server. */
export function NewPasswordField({ label, name = 'newPassword' }: { readonly label?: string; readonly name?: string }) {
  const { t } = useTranslation();
  return (
    <TextField
      label={label ?? t('account.newPassword')}
      hint={t('login.passwordHint', { min: PASSWORD_MIN_LENGTH })}
      name={name}
      type="password"
      dir="ltr"
      autoComplete="new-password"
      minLength={PASSWORD_MIN_LENGTH}
      maxLength={PASSWORD_MAX_LENGTH}
      required
    />
  );
}

/** The password that a change of the second factor asks for; who came by Facebook only has none and leaves it empty. */
export function FactorPasswordField() {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('login.password')}
      hint={t('factor.passwordHint')}
      name="password"
      type="password"
      autoComplete="current-password"
      dir="ltr"
    />
  );
}
