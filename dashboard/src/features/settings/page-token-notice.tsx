import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format.ts';
import { FormProblem } from '../../ui/fields.tsx';
import { isEnding } from './is-ending.ts';

/** Says that the connection to the Page ends soon, or has ended; nothing while it is good. */
export function PageTokenNotice({ expiresAt }: { readonly expiresAt: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!isEnding(expiresAt, Date.now())) return null;
  return (
    <div className="mb-4">
      <FormProblem>{t('settings.pageEnds', { date: format.dateTime(expiresAt) })}</FormProblem>
    </div>
  );
}
