import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonLook } from './button.tsx';
import { Dialog } from './dialog.tsx';
import type { IconName } from './icon.tsx';

/** A button whose deed cannot be undone: it asks once more. */
export function ConfirmButton({
  label,
  question,
  onConfirm,
  icon,
  look = 'danger',
  size,
}: ButtonLook & {
  readonly label: string;
  readonly question: string;
  readonly onConfirm: () => Promise<unknown>;
  readonly icon?: IconName;
}) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    await onConfirm();
    setBusy(false);
    setAsking(false);
  };
  return (
    <>
      <Button look={look} {...(size && { size })} {...(icon && { icon })} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {isAsking && (
        <Dialog title={label} onClose={() => setAsking(false)}>
          <p className="text-pretty text-muted">{question}</p>
          <div className="mt-5 flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>{t('action.back')}</Button>
            <Button look="danger" isBusy={isBusy} onClick={confirm}>
              {label}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
