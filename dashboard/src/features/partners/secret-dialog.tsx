import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** A secret that is shown once, with a button that copies it. */
export function SecretDialog({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <Dialog title={t('partners.secretTitle')} onClose={onClose}>
      <p className="text-pretty text-muted">{t('partners.secretHint')}</p>
      <code dir="ltr" className="mt-4 block rounded-lg bg-raised p-3 text-sm break-all select-all">
        {secret}
      </code>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={copy} icon={isCopied ? 'check' : 'link'} look="primary">
          {isCopied ? t('partners.copied') : t('partners.copy')}
        </Button>
        <Button onClick={onClose}>{t('action.close')}</Button>
      </div>
    </Dialog>
  );
}
