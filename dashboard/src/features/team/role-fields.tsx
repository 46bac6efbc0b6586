import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberRole, TeamQuery } from '../../generated/graphql.ts';
import { textOf } from '../../lib/use-submit.ts';
import { SelectField } from '../../ui/fields.tsx';

const ROLES = ['STAFF', 'MODERATOR', 'OWNER'] as const satisfies readonly MemberRole[];
type Lives = TeamQuery['liveEvents']['edges'];

/** Which role, and for a moderator of which live. */
export function RoleFields({
  lives,
  firstRole,
  liveEventId,
  problem,
}: {
  readonly lives: Lives;
  readonly firstRole: MemberRole;
  readonly liveEventId?: string | undefined;
  readonly problem: string | undefined;
}) {
  const { t } = useTranslation();
  const [role, setRole] = useState(firstRole);
  return (
    <>
      <SelectField
        label={t('team.role')}
        name="role"
        hint={t(`team.roleHint.${role}`)}
        value={role}
        onChange={(event) => setRole(ROLES.find((one) => one === event.target.value) ?? 'STAFF')}
        options={ROLES.map((value) => ({ value, label: t(`team.roles.${value}`) }))}
      />
      {role === 'MODERATOR' && (
        <SelectField
          label={t('team.live')}
          name="liveEventId"
          problem={problem}
          defaultValue={liveEventId}
          {...(lives.length === 0 && { hint: t('team.noLives') })}
          options={lives.map(({ node }) => ({ value: node.id, label: node.title }))}
        />
      )}
    </>
  );
}

/** What the fields say, as the API takes it. */
export function roleOf(values: FormData): { readonly role: MemberRole; readonly liveEventId: string | null } {
  const role = ROLES.find((one) => one === textOf(values, 'role')) ?? 'STAFF';
  return { role, liveEventId: role === 'MODERATOR' ? textOf(values, 'liveEventId') || null : null };
}
