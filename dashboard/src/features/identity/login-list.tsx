import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { graphql } from '../../generated/gql.ts';
import { useFormat } from '../../lib/format.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { buildAgentName } from './build-agent-name.ts';

const LOGINS = graphql(`
  query Logins {
    logins(first: 10) { id at method outcome ipAddress userAgent }
  }
`);

const OUTCOMES = ['signed-in', 'second-factor-asked', 'refused', 'locked', 'signed-out-everywhere', 'changed'] as const;
const METHODS = [
  'password',
  'sign-up',
  'totp',
  'backup-code',
  'facebook',
  'session',
  'password-change',
  'password-set',
  'password-reset',
  'factor-off',
  'new-backup-codes',
] as const;
const TONES: Readonly<Partial<Record<string, Tone>>> = { 'signed-in': 'paid', refused: 'warn', locked: 'bad' };

/** The latest tries to sign in to this account, and changes of how they sign in, so that its person can see what was not them. */
export function LoginList() {
  const { t } = useTranslation();
  const format = useFormat();
  const [{ data, error }, reload] = useQuery({ query: LOGINS, requestPolicy: 'cache-and-network' });
  if (error && !data)
    return (
      <ErrorState message={error.graphQLErrors[0]?.message} onRetry={() => reload({ requestPolicy: 'network-only' })} />
    );
  if (!data) return <Skeleton rows={4} />;
  const nameOf = <Known extends string>(known: readonly Known[], value: string) => known.find((one) => one === value);
  return (
    <>
      <p className="mb-3 text-muted">{t('logins.hint')}</p>
      {data.logins.length === 0 && <p className="text-muted">{t('logins.none')}</p>}
      <ul className="divide-y divide-line" data-testid="logins">
        {data.logins.map((login) => {
          const outcome = nameOf(OUTCOMES, login.outcome);
          const method = nameOf(METHODS, login.method);
          return (
            <li key={login.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2">
                  <Badge tone={TONES[login.outcome] ?? 'neutral'}>
                    {outcome ? t(`logins.outcome.${outcome}`) : login.outcome}
                  </Badge>
                  {method ? t(`logins.method.${method}`) : login.method}
                </p>
                <p className="mt-1 text-xs text-muted wrap-anywhere">
                  <bdi>{login.ipAddress}</bdi>
                  {login.userAgent && (
                    <>
                      {' · '}
                      <bdi title={login.userAgent}>{buildAgentName(login.userAgent)}</bdi>
                    </>
                  )}
                </p>
              </div>
              <time dateTime={login.at} className="text-xs text-muted">
                {format.dateTime(login.at)}
              </time>
            </li>
          );
        })}
      </ul>
    </>
  );
}
