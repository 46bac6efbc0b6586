import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { SettingsFrame } from '../features/settings/settings-frame.tsx';
import { TEAM } from '../features/team/documents.ts';
import { InvitationList } from '../features/team/invitation-list.tsx';
import { InviteForm } from '../features/team/invite-form.tsx';
import { MemberList } from '../features/team/member-list.tsx';
import { useStore } from '../lib/session.tsx';
import { showToast } from '../lib/toasts.ts';
import { Panel, PanelTitle } from '../ui/layout.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';

/** Who works in the store, and whom it invited. For owners. */
export function TeamPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const { id: storeId } = useStore();
  const [{ data, error }, reload] = useQuery({
    query: TEAM,
    variables: { storeId },
    requestPolicy: 'cache-and-network',
  });
  const refresh = () => reload({ requestPolicy: 'network-only' });
  const changed = (isSelf: boolean) => {
    // Whoever changed their own place has other pages now.
    if (isSelf) void router.invalidate().then(() => router.navigate({ to: '/' }));
    else refresh();
  };
  const invited = (email: string) => {
    showToast('good', t('team.invited', { email }));
    refresh();
  };
  const lives = data?.liveEvents.edges ?? [];
  return (
    <SettingsFrame name="team">
      {error && !data && (
        <Panel>
          <ErrorState message={error.graphQLErrors[0]?.message} onRetry={refresh} />
        </Panel>
      )}
      {!data && !error && <Skeleton rows={4} className="h-16" />}
      {data && (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="flex flex-col gap-4">
            <Panel>
              <PanelTitle>{t('team.members')}</PanelTitle>
              <MemberList members={data.members} lives={lives} onChange={changed} />
            </Panel>
            <Panel>
              <PanelTitle>{t('team.invitations')}</PanelTitle>
              <InvitationList invitations={data.invitations} onChange={refresh} />
            </Panel>
          </div>
          <Panel>
            <PanelTitle>{t('team.inviteTitle')}</PanelTitle>
            <div className="p-4">
              <InviteForm storeId={storeId} lives={lives} onInvited={invited} />
            </div>
          </Panel>
        </div>
      )}
    </SettingsFrame>
  );
}
