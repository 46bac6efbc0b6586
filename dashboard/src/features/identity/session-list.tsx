import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { endSession, listSessions, signOutEverywhere } from '../../lib/api/auth.ts';
import { useAnswer } from '../../lib/api/use-answer.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { buildAgentName } from './build-agent-name.ts';

/** Where the person is signed in, with what ends one of the sessions, or all of them. */
export function SessionList() {
  const { t } = useTranslation();
  const format = useFormat();
  const router = useRouter();
  const sessions = useAnswer(listSessions);
  const end = async (token: string) => {
    if (await endSession(token)) showToast('good', t('account.sessionEnded'));
    else showToast('bad', t('state.failedHint'));
    sessions.reload();
  };
  const leaveEverywhere = async () => {
    await signOutEverywhere();
    location.assign(router.buildLocation({ to: '/login' }).href);
  };
  return (
    <div className="flex flex-col gap-4">
      {sessions.isFailed && <ErrorState onRetry={sessions.reload} />}
      {!sessions.isFailed && !sessions.answer && <Skeleton rows={3} />}
      <ul className="divide-y divide-line empty:hidden" data-testid="sessions">
        {sessions.answer?.map((session) => {
          const program = buildAgentName(session.userAgent ?? '') || t('account.unknownProgram');
          return (
            <li key={session.token} className="flex flex-wrap items-center justify-between gap-3 py-2.5 first:pt-0">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  <bdi title={session.userAgent ?? undefined}>{program}</bdi>
                  {session.isThis && <Badge tone="primary">{t('account.thisSession')}</Badge>}
                </p>
                <p className="text-xs text-muted wrap-anywhere">
                  {session.ipAddress && (
                    <>
                      <bdi>{session.ipAddress}</bdi>
                      {' · '}
                    </>
                  )}
                  {t('account.since', { time: format.dateTime(session.createdAt) })}
                </p>
              </div>
              {!session.isThis && (
                <Button
                  size="small"
                  onClick={() => void end(session.token)}
                  aria-label={t('account.endSessionOf', { program })}
                >
                  {t('account.endSession')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <Button icon="exit" onClick={leaveEverywhere} className="self-start">
        {t('factor.signOutEverywhere')}
      </Button>
    </div>
  );
}
