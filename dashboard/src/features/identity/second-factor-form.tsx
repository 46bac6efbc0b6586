import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { beginFactor, type NewFactor } from '../../lib/api/auth.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem } from '../../ui/fields.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { CodeForm } from './code-form.tsx';
import { FactorPasswordField } from './password-fields.tsx';
import { refusalText } from './refusal-text.ts';

/** Sets up one-time codes: password, then the secret with backup codes, shown once, then a first code. */
export function SecondFactorForm({ onEnrolled }: { readonly onEnrolled: () => void }) {
  const { t } = useTranslation();
  const [factor, setFactor] = useState<NewFactor | null>(null);
  const form = useSubmit(async (values) => {
    const answer = await beginFactor(String(values.get('password') ?? ''));
    return 'message' in answer
      ? { ok: false, message: refusalText(t, answer), fields: [] }
      : { ok: true, data: answer };
  }, setFactor);
  if (factor) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-muted">{t('factor.scan')}</p>
        <QrCode text={factor.totpUri} label={t('factor.qr')} />
        <a href={factor.totpUri} className="text-primary-soft underline">
          {t('factor.open')}
        </a>
        <code dir="ltr" className="rounded-lg bg-raised p-3 wrap-anywhere" data-testid="totp-secret">
          {new URL(factor.totpUri).searchParams.get('secret')}
        </code>
        <BackupCodes codes={factor.backupCodes} />
        <CodeForm onVerified={onEnrolled} />
      </div>
    );
  }
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <FactorPasswordField />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" isBusy={form.isBusy} className="self-start">
        {t('factor.begin')}
      </Button>
    </form>
  );
}
