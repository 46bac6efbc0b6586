import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import type { AiUsageQuery } from '../../generated/graphql.ts';
import { useFormat } from '../../lib/format.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { FormProblem } from '../../ui/fields.tsx';
import { Facts } from '../../ui/layout.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { buildUsage } from './build-usage.ts';
import { AI_USAGE } from './documents.ts';

type Provider = AiUsageQuery['aiUsage']['providers'][number];

const TONES = { CLOSED: 'paid', HALF_OPEN: 'warn', OPEN: 'bad' } as const satisfies Record<Provider['state'], Tone>;

/** What the language model does and costs today, what it may cost, and how its providers do. */
export function AiPanel({ storeId }: { readonly storeId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [{ data, error }, reload] = useQuery({
    query: AI_USAGE,
    variables: { storeId },
    requestPolicy: 'cache-and-network',
  });
  if (error && !data)
    return (
      <ErrorState message={error.graphQLErrors[0]?.message} onRetry={() => reload({ requestPolicy: 'network-only' })} />
    );
  if (!data) return <Skeleton rows={3} />;
  const usage = data.aiUsage;
  const figures = buildUsage(usage);
  const spent = t('ai.spent', { cost: format.usd(figures.costUsd), limit: format.usd(figures.limitUsd) });
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">{t('ai.hint')}</p>
      {figures.notice === 'spent' && <FormProblem>{t('ai.limitReached')}</FormProblem>}
      {figures.notice === 'unusual' && (
        <FormProblem>{t('ai.unusual', { usual: format.usd(figures.usualUsd ?? 0) })}</FormProblem>
      )}
      <div>
        <p className="mb-1 flex justify-between gap-3 text-xs">
          <span className="text-muted">{t('ai.today')}</span>
          <span className="figures">{spent}</span>
        </p>
        <progress aria-label={spent} value={figures.spentShare} className="block h-2 w-full accent-primary" />
      </div>
      <Facts
        facts={[
          [t('ai.comments'), format.count(usage.commentCount)],
          [t('ai.asked'), format.count(usage.askedCount)],
          [t('ai.cached'), format.count(usage.cachedCount)],
          [t('ai.leftOpen'), format.count(usage.leftOpenCount)],
          [t('ai.callsPer1000'), figures.callsPer1000 === null ? '–' : format.count(Math.round(figures.callsPer1000))],
          [t('ai.costPer1000'), figures.costPer1000Usd === null ? '–' : format.usd(figures.costPer1000Usd)],
        ]}
      />
      <Providers providers={usage.providers} />
    </div>
  );
}

function Providers({ providers }: { readonly providers: readonly Provider[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (providers.length === 0) return <p className="text-muted">{t('ai.noProvider')}</p>;
  return (
    <ul aria-label={t('ai.providers')} className="flex flex-col divide-y divide-line">
      {providers.map(({ name, model, state, seenAt }) => (
        <li key={name} className="flex flex-wrap items-center justify-between gap-3 py-2">
          <span className="min-w-0">
            <bdi className="block font-medium">{t(`ai.provider.${nameOf(name)}`)}</bdi>
            <code dir="ltr" className="block truncate text-xs text-muted">
              {model}
            </code>
          </span>
          <span className="flex flex-col items-end gap-1">
            <Badge tone={TONES[state]}>{t(`ai.state.${state}`)}</Badge>
            <span className="text-2xs text-faint">{t('ai.seen', { time: format.time(seenAt) })}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function nameOf(name: string): 'openai' | 'gemini' | 'openrouter' {
  return name === 'gemini' || name === 'openrouter' ? name : 'openai';
}
