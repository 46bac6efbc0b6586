import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { SignInForm } from '../features/identity/sign-in-form.tsx';
import { ACCEPT, INVITATION } from '../features/team/documents.ts';
import type { InvitationOfferQuery } from '../generated/graphql.ts';
import { act } from '../lib/api/act.ts';
import { signOut } from '../lib/api/auth.ts';
import { useFormat } from '../lib/format.ts';
import { rememberStore } from '../lib/session.tsx';
import { Button } from '../ui/button.tsx';
import { FormProblem } from '../ui/fields.tsx';
import { LanguageSelect } from '../ui/language-select.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';

const route = getRouteApi('/invitation');

/** Where the link of an invitation leads. The token stands behind the #, which no server sees. */
export function InvitationPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const viewer = route.useLoaderData();
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-6 px-6 py-10">
      <title>{`${t('invitation.title')} · LiveStreamSell AI`}</title>
      <h1 className="text-2xl font-semibold tracking-tight">{t('invitation.title')}</h1>
      {viewer ? (
        <Offer token={location.hash.slice(1)} email={viewer.email} />
      ) : (
        <>
          <p className="text-muted">{t('invitation.signIn')}</p>
          <SignInForm onSignedIn={() => void router.invalidate()} />
        </>
      )}
      <div className="border-t border-line pt-6">
        <LanguageSelect />
      </div>
    </main>
  );
}

function Offer({ token, email }: { readonly token: string; readonly email: string }) {
  const { t } = useTranslation();
  const [{ data, error }, reload] = useQuery({
    query: INVITATION,
    variables: { token },
    requestPolicy: 'network-only',
  });
  if (error && !data) return <ErrorState message={error.graphQLErrors[0]?.message} onRetry={() => reload()} />;
  if (!data) return <Skeleton rows={3} />;
  if (data.invitation) return <OpenOffer token={token} offer={data.invitation} />;
  // A fresh page forgets the former person; the address keeps the token.
  const leave = () => signOut().then(() => location.reload());
  return (
    <EmptyState
      icon="people"
      title={t('invitation.closed')}
      action={
        <Button icon="exit" onClick={() => void leave()}>
          {t('invitation.otherAccount')}
        </Button>
      }
    >
      {t('invitation.closedHint', { email })}
    </EmptyState>
  );
}

type Offered = NonNullable<InvitationOfferQuery['invitation']>;

function OpenOffer({ token, offer }: { readonly token: string; readonly offer: Offered }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const accept = async () => {
    setBusy(true);
    const outcome = await act(ACCEPT, { input: { token } });
    setBusy(false);
    if (!outcome.ok) return setProblem(outcome.message || t('state.failedHint'));
    rememberStore(outcome.data.id);
    location.assign('/');
  };
  return (
    <div className="flex flex-col gap-4 rounded-xl bg-panel p-5 ring-1 ring-line ring-inset">
      <p className="text-base text-pretty">
        {offer.invitedBy
          ? t('invitation.from', { name: offer.invitedBy, store: offer.storeName })
          : t('invitation.fromNobody', { store: offer.storeName })}
      </p>
      <p className="text-muted">
        <span className="font-medium text-ink">{t(`team.roles.${offer.role}`)}</span>
        {': '}
        {t(`team.roleHint.${offer.role}`)}
      </p>
      {offer.liveTitle && (
        <p className="text-muted">
          {t('team.live')}: <bdi>{offer.liveTitle}</bdi>
        </p>
      )}
      <p className="text-xs text-faint">{t('team.until', { time: format.dateTime(offer.expiresAt) })}</p>
      <FormProblem>{problem}</FormProblem>
      <Button look="primary" size="large" isBusy={isBusy} onClick={accept} data-testid="accept-invitation">
        {t('invitation.accept')}
      </Button>
    </div>
  );
}
