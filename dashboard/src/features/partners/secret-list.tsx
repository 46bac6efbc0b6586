import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outcome } from '../../lib/api/act.ts';
import { showToast } from '../../lib/toasts.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';

/** What a row or form of partners tells: a secret to show once, and that the list has changed. */
export type Changed = { readonly onSecret: (secret: string) => void; readonly onChange: () => void };

/** Keys or endpoints one below the other, and the form for a new one. */
export function SecretList({
  none,
  rows,
  form,
}: {
  /** What is said when there are no rows. */
  readonly none: string;
  readonly rows: readonly ReactNode[];
  readonly form: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-4">
      {rows.length === 0 && <p className="text-muted">{none}</p>}
      <ul className="flex flex-col divide-y divide-line">{rows}</ul>
      {form}
    </div>
  );
}

/** Makes a new secret in the place of the old one. */
export function RotateButton({
  question,
  rotate,
  onSecret,
  onChange,
}: Changed & { readonly question: string; readonly rotate: () => Promise<Outcome<{ readonly secret: string }>> }) {
  const { t } = useTranslation();
  const confirm = async () => {
    const outcome = await rotate();
    if (!outcome.ok) return showToast('bad', outcome.message || t('state.failedHint'));
    onSecret(outcome.data.secret);
    onChange();
  };
  return (
    <ConfirmButton size="small" look="plain" label={t('partners.rotate')} question={question} onConfirm={confirm} />
  );
}
