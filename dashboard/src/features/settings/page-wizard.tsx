import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format.ts';
import type { CurrentStore } from '../../lib/session.tsx';
import { Button } from '../../ui/button.tsx';
import { FormProblem } from '../../ui/fields.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { PermissionList } from './permission-list.tsx';
import { type PageChoices, usePageWizard } from './use-page-wizard.ts';

type PageWizardProps = {
  readonly store: CurrentStore;
  readonly onConnected: () => void;
  readonly onVerified: () => void;
};

/** From "Connect with Facebook" to a Page that Facebook itself has confirmed. */
export function PageWizard({ store, onConnected, onVerified }: PageWizardProps) {
  const { t } = useTranslation();
  const wizard = usePageWizard(store.id, onConnected);
  const { choices, isBusy, problem } = wizard;
  const connection = store.pageConnection ?? null;
  const permissions = connection && connection.permissions.length > 0 ? connection.permissions : null;
  return (
    <div className="flex flex-col gap-4" aria-live="polite">
      <FormProblem>{problem}</FormProblem>
      {wizard.isCompleting && (
        <>
          <p className="text-muted">{t('settings.facebookCompleting')}</p>
          <Skeleton rows={2} />
        </>
      )}
      {choices && <Choices choices={choices} isBusy={isBusy} onChoose={wizard.choose} onAskAgain={wizard.begin} />}
      {!choices && !wizard.isCompleting && (
        <>
          {connection ? (
            <Verified store={store} isBusy={isBusy} onVerify={() => wizard.verify(onVerified)} />
          ) : (
            <p className="text-pretty text-muted">{t('settings.facebookIntro')}</p>
          )}
          <div>
            <h3 className="mb-2 text-xs font-medium text-muted">{t('settings.facebookNeeds')}</h3>
            <PermissionList granted={permissions} />
          </div>
          <Button
            look={connection ? 'plain' : 'primary'}
            isBusy={isBusy}
            onClick={wizard.begin}
            className="self-start"
            data-testid="facebook-connect"
          >
            {connection ? t('settings.facebookAgain') : t('settings.facebookConnect')}
          </Button>
        </>
      )}
    </div>
  );
}

function Verified({
  store,
  isBusy,
  onVerify,
}: {
  readonly store: CurrentStore;
  readonly isBusy: boolean;
  readonly onVerify: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const connection = store.pageConnection;
  if (!connection) return null;
  const { verifiedAt, subscriptionProblem } = connection;
  const isGood = verifiedAt && !subscriptionProblem;
  return (
    <div
      className="flex flex-col gap-3 rounded-lg bg-raised p-3"
      data-testid="page-verified"
      data-good={Boolean(isGood)}
    >
      <p className="font-medium">
        <bdi>{connection.pageName ?? store.fbPageId}</bdi>
      </p>
      <p className={isGood ? 'flex items-start gap-2' : 'flex items-start gap-2 text-warn'}>
        <Icon name={isGood ? 'check' : 'alert'} className={isGood ? 'mt-0.5 size-4 text-paid' : 'mt-0.5 size-4'} />
        <span className="min-w-0 text-pretty wrap-break-word">
          {isGood
            ? t('settings.facebookVerified', { date: format.dateTime(verifiedAt) })
            : `${t('settings.facebookUnverified')} ${subscriptionProblem ?? ''}`}
        </span>
      </p>
      <Button size="small" isBusy={isBusy} onClick={onVerify} className="self-start" data-testid="facebook-verify">
        {t('settings.facebookVerify')}
      </Button>
    </div>
  );
}

type ChoicesProps = {
  readonly choices: PageChoices;
  readonly isBusy: boolean;
  readonly onChoose: (fbPageId: string) => void;
  readonly onAskAgain: () => void;
};

function Choices({ choices, isBusy, onChoose, onAskAgain }: ChoicesProps) {
  const { t } = useTranslation();
  const isWhole = choices.permissions.every(({ isNeeded, isGranted }) => isGranted || !isNeeded);
  return (
    <>
      {!isWhole && <FormProblem>{t('settings.facebookMissing')}</FormProblem>}
      <PermissionList granted={choices.permissions} />
      {isWhole && choices.pages.length > 0 && <h3 className="font-medium">{t('settings.facebookChoose')}</h3>}
      {isWhole && choices.pages.length === 0 && <FormProblem>{t('settings.facebookNone')}</FormProblem>}
      {isWhole && (
        <ul className="flex flex-col gap-2">
          {choices.pages.map(({ fbPageId, name, missingTasks }) => (
            <li key={fbPageId} className="flex flex-wrap items-center justify-between gap-2 rounded-lg bg-raised p-3">
              <span className="min-w-0">
                <bdi className="block font-medium">{name}</bdi>
                <bdi dir="ltr" className="figures text-xs text-faint">
                  {fbPageId}
                </bdi>
                {missingTasks.length > 0 && (
                  <span className="block text-xs text-bad">
                    {t('settings.facebookTasks', { tasks: missingTasks.join(', ') })}
                  </span>
                )}
              </span>
              <Button
                size="small"
                look="primary"
                disabled={missingTasks.length > 0}
                isBusy={isBusy}
                onClick={() => onChoose(fbPageId)}
                aria-label={`${t('settings.facebookUse')}: ${name}`}
                data-testid={`choose-${fbPageId}`}
              >
                {t('settings.facebookUse')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {(!isWhole || choices.pages.length === 0) && (
        <Button look="primary" isBusy={isBusy} onClick={onAskAgain} className="self-start">
          {t('settings.facebookAskAgain')}
        </Button>
      )}
    </>
  );
}
