import { useTranslation } from 'react-i18next';
import type { MailState, TeamQuery } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { REVOKE_INVITATION } from './documents.ts';

type Invitation = TeamQuery['invitations'][number];

const TONES: Readonly<Record<MailState, Tone>> = { QUEUED: 'warn', SENT: 'paid', FAILED: 'bad', DROPPED: 'neutral' };

/** Invitations that nobody has accepted yet. */
export function InvitationList({
  invitations,
  onChange,
}: {
  readonly invitations: readonly Invitation[];
  readonly onChange: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const revoke = async (invitationId: string) => {
    const outcome = await act(REVOKE_INVITATION, { input: { invitationId } });
    if (outcome.ok) showToast('good', t('team.revoked'));
    else showToast('bad', outcome.message || t('state.failedHint'));
    onChange();
  };
  if (invitations.length === 0) return <p className="p-4 text-muted">{t('team.noInvitations')}</p>;
  return (
    <ul className="divide-y divide-line" data-testid="invitations">
      {invitations.map((invitation) => {
        const isExpired = new Date(invitation.expiresAt) < new Date();
        return (
          <li key={invitation.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
                <bdi>{invitation.email}</bdi>
                <Badge>{t(`team.roles.${invitation.role}`)}</Badge>
                <Badge tone={isExpired ? 'bad' : TONES[invitation.mailState]}>
                  {isExpired ? t('team.expired') : t(`team.mail.${invitation.mailState}`)}
                </Badge>
              </p>
              <p className="text-xs text-muted">
                {t('team.until', { time: format.dateTime(invitation.expiresAt) })}
                {invitation.liveEvent && (
                  <>
                    {' · '}
                    <bdi>{invitation.liveEvent.title}</bdi>
                  </>
                )}
              </p>
            </div>
            <ConfirmButton
              size="small"
              label={t('team.revoke')}
              question={t('team.revokeQuestion', { email: invitation.email })}
              onConfirm={() => revoke(invitation.id)}
            />
          </li>
        );
      })}
    </ul>
  );
}
