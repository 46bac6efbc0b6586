import { useTranslation } from 'react-i18next';
import type { TeamQuery } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextField } from '../../ui/fields.tsx';
import { INVITE } from './documents.ts';
import { RoleFields, roleOf } from './role-fields.tsx';

/** Invites a person by mail, in the language of this page. */
export function InviteForm({
  storeId,
  lives,
  onInvited,
}: {
  readonly storeId: string;
  readonly lives: TeamQuery['liveEvents']['edges'];
  readonly onInvited: (email: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const form = useSubmit(
    (values) =>
      act(INVITE, {
        input: { storeId, email: textOf(values, 'email'), language: i18n.language.slice(0, 2), ...roleOf(values) },
      }),
    ({ email }, element) => {
      element.reset();
      onInvited(email);
    },
  );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4" data-testid="invite-form">
      <TextField
        label={t('login.email')}
        name="email"
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        dir="ltr"
        problem={form.problemOf('email')}
      />
      <RoleFields lives={lives} firstRole="STAFF" problem={form.problemOf('liveEventId')} />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" icon="send" isBusy={form.isBusy} className="self-start">
        {t('team.invite')}
      </Button>
    </form>
  );
}
