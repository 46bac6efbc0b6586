import type { ReactNode } from 'react';
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

type Permission = { readonly name: string; readonly isNeeded: boolean; readonly isGranted: boolean };

/** What is asked of Facebook and why, each with whether it was granted; before anybody was asked, without. */
export function PermissionList({ granted }: { readonly granted: readonly Permission[] | null }) {
  const { t } = useTranslation();
  const optional = granted?.find(({ isNeeded }) => !isNeeded);
  return (
    <ul className="flex flex-col gap-2" aria-label={t('settings.facebookNeeds')}>
      {NAMES.map((name) => (
        <PermissionRow key={name} name={name} granted={granted && isGranted(granted, name)} isNeeded>
          {t(`settings.permission.${name}`)}
        </PermissionRow>
      ))}
      {(!granted || optional) && (
        <PermissionRow name="utility" granted={granted && (optional?.isGranted ?? false)} isNeeded={false}>
          {t('settings.permission.utility')}
        </PermissionRow>
      )}
    </ul>
  );
}

function isGranted(granted: readonly Permission[], name: string): boolean {
  return granted.some((permission) => permission.name === name && permission.isGranted);
}

type RowProps = {
  readonly name: string;
  /** Null: nobody was asked yet. */
  readonly granted: boolean | null;
  readonly isNeeded: boolean;
  readonly children: ReactNode;
};

function PermissionRow({ name, granted, isNeeded, children }: RowProps) {
  const { t } = useTranslation();
  const tone = granted ? 'text-paid' : isNeeded ? 'text-bad' : 'text-warn';
  const word = granted ? t('settings.granted') : isNeeded ? t('settings.missing') : t('settings.optional');
  return (
    <li className="flex items-start gap-2 text-pretty" data-testid={`permission-${name}`}>
      {granted === null ? (
        <span aria-hidden="true" className="mt-2 size-1.5 shrink-0 rounded-full bg-primary-soft" />
      ) : (
        <Icon name={granted ? 'check' : 'alert'} className={classNames('mt-0.5 size-4', tone)} />
      )}
      <span className="min-w-0">
        {granted !== null && <strong className={classNames('font-medium', tone)}>{word}: </strong>}
        <span className="text-muted">{children}</span>
      </span>
    </li>
  );
}
