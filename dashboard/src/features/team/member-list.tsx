import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TeamQuery } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormProblem } from '../../ui/fields.tsx';
import { CHANGE_ROLE, REMOVE_MEMBER } from './documents.ts';
import { RoleFields, roleOf } from './role-fields.tsx';

type Member = TeamQuery['members'][number];
type Lives = TeamQuery['liveEvents']['edges'];
/** `isSelf`: the change is of the person themselves, whose pages change with it. */
type OnChange = (isSelf: boolean) => void;

/** The people of the store, with what can be changed of them. */
export function MemberList({
  members,
  lives,
  onChange,
}: {
  readonly members: readonly Member[];
  readonly lives: Lives;
  readonly onChange: OnChange;
}) {
  return (
    <ul className="divide-y divide-line" data-testid="members">
      {members.map((member) => (
        <MemberRow key={member.id} member={member} lives={lives} onChange={onChange} />
      ))}
    </ul>
  );
}

function MemberRow({
  member,
  lives,
  onChange,
}: {
  readonly member: Member;
  readonly lives: Lives;
  readonly onChange: OnChange;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isChanging, setChanging] = useState(false);
  const remove = async () => {
    const outcome = await act(REMOVE_MEMBER, { input: { memberId: member.id } });
    if (outcome.ok) showToast('good', t('team.removed'));
    else showToast('bad', outcome.message || t('state.failedHint'));
    onChange(outcome.ok && member.isYou);
  };
  const changed = () => {
    setChanging(false);
    showToast('good', t('team.roleChanged'));
    onChange(member.isYou);
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <bdi>{member.fullName}</bdi>
          <Badge tone={member.role === 'OWNER' ? 'primary' : 'neutral'}>{t(`team.roles.${member.role}`)}</Badge>
          {member.isYou && <Badge>{t('team.you')}</Badge>}
        </p>
        <p className="text-xs text-muted wrap-anywhere">
          <bdi>{member.email}</bdi>
          {' · '}
          {t('team.since', { time: format.dateTime(member.joinedAt) })}
        </p>
        {member.liveEvent && (
          <p className="text-xs text-muted">
            {t('team.live')}: <bdi>{member.liveEvent.title}</bdi>
          </p>
        )}
      </div>
      <div className="flex gap-2">
        <Button
          size="small"
          icon="pen"
          onClick={() => setChanging(true)}
          aria-label={t('team.changeOf', { name: member.fullName })}
        >
          {t('team.change')}
        </Button>
        <ConfirmButton
          size="small"
          label={t('team.remove')}
          question={t('team.removeQuestion', { name: member.fullName })}
          onConfirm={remove}
        />
      </div>
      {isChanging && (
        <Dialog title={t('team.changeOf', { name: member.fullName })} onClose={() => setChanging(false)}>
          <RoleForm member={member} lives={lives} onChanged={changed} />
        </Dialog>
      )}
    </li>
  );
}

function RoleForm({
  member,
  lives,
  onChanged,
}: {
  readonly member: Member;
  readonly lives: Lives;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation();
  const form = useSubmit(
    (values) => act(CHANGE_ROLE, { input: { memberId: member.id, ...roleOf(values) } }),
    onChanged,
  );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <RoleFields
        lives={lives}
        firstRole={member.role}
        liveEventId={member.liveEvent?.id}
        problem={form.problemOf('liveEventId')}
      />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" isBusy={form.isBusy} className="self-end">
        {t('action.save')}
      </Button>
    </form>
  );
}
