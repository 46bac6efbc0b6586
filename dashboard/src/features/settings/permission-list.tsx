import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';

const NAMES = [
  'pages_show_list',
  'pages_manage_metadata',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_engagement',
  'pages_messaging',
] as const;

type Permission = { readonly name: string; readonly isGranted: boolean };

/** What selling needs of Facebook and why, each with whether it was granted; before anybody was asked, without. */
export function PermissionList({ granted }: { readonly granted: readonly Permission[] | null }) {
  const { t } = useTranslation();
  return (
    <ul className="flex flex-col gap-2" aria-label={t('settings.facebookNeeds')}>
      {NAMES.map((name) => {
        const isGranted = granted?.find((permission) => permission.name === name)?.isGranted ?? false;
        return (
          <li key={name} className="flex items-start gap-2 text-pretty" data-testid={`permission-${name}`}>
            {granted ? (
              <Icon
                name={isGranted ? 'check' : 'alert'}
                className={classNames('mt-0.5 size-4', isGranted ? 'text-paid' : 'text-bad')}
              />
            ) : (
              <span aria-hidden="true" className="mt-2 size-1.5 shrink-0 rounded-full bg-primary-soft" />
            )}
            <span className="min-w-0">
              {granted && (
                <strong className={classNames('font-medium', isGranted ? 'text-paid' : 'text-bad')}>
                  {isGranted ? t('settings.granted') : t('settings.missing')}:{' '}
                </strong>
              )}
              <span className="text-muted">{t(`settings.permission.${name}`)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
