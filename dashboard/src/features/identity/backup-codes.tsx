import { useTranslation } from 'react-i18next';

/** New backup codes, shown once. */
export function BackupCodes({ codes }: { readonly codes: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="text-muted">{t('factor.backup')}</p>
      <ul dir="ltr" className="grid grid-cols-2 gap-1 font-mono" data-testid="backup-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </>
  );
}
