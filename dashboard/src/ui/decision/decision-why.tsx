import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import type { DecisionTrailQuery } from '../../generated/graphql.ts';
import { useFormat } from '../../lib/format.ts';
import { ErrorState } from '../states.tsx';
import { DECISION_TRAIL } from './documents.ts';
import { prettyJson } from './pretty-json.ts';
import { RuleSentence } from './rule-sentence.tsx';

type Trail = NonNullable<Extract<DecisionTrailQuery['node'], { decision?: unknown }>['decision']>;

type DecisionWhyProps = {
  readonly commentId: string;
  /** The sentence about the rule stands elsewhere already. */
  readonly isSentenceTold?: boolean;
};

/** Everything that is kept about how a comment was understood; asked for when it is shown. */
export function DecisionWhy({ commentId, isSentenceTold = false }: DecisionWhyProps) {
  const { t } = useTranslation();
  const [{ data, error }, reload] = useQuery({
    query: DECISION_TRAIL,
    variables: { commentId },
    requestPolicy: 'cache-and-network',
  });
  if (error && !data) return <ErrorState message={error.graphQLErrors[0]?.message} onRetry={reload} />;
  if (!data) {
    return (
      <p role="status" className="text-xs text-faint">
        {t('state.loading')}
      </p>
    );
  }
  const decision = data.node && 'decision' in data.node ? data.node.decision : null;
  if (!decision) return <p className="text-xs text-faint">{t('live.undecided')}</p>;
  return (
    <div className="flex flex-col gap-3 text-xs">
      {!isSentenceTold && (
        <p className="text-pretty text-muted">
          <RuleSentence decidedBy={decision.decidedBy} />
        </p>
      )}
      <TrailFacts trail={decision} />
      {decision.prompt && <Verbatim title={t('decision.prompt')} text={decision.prompt} />}
      {decision.answer && <Verbatim title={t('decision.answer')} text={decision.answer} />}
    </div>
  );
}

function TrailFacts({ trail }: { readonly trail: Trail }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { language, provider, model } = trail;
  const name = language && language !== 'und' ? new Intl.DisplayNames(i18n.language, { type: 'language' }) : null;
  const facts: readonly (readonly [string, ReactNode] | false)[] = [
    [t('decision.decider'), t(`decision.deciderOf.${trail.decider}`)],
    trail.askBack != null && [t('decision.askBack'), t(`decision.askBackOf.${trail.askBack}`)],
    trail.doubts.length > 0 && [
      t('decision.doubts'),
      trail.doubts.map((doubt) => t(`decision.doubt.${doubt}`)).join(' · '),
    ],
    [t('decision.ruleId'), <Code key="by">{trail.decidedBy}</Code>],
    language != null && [t('decision.language'), name ? name.of(language) : t('decision.noLanguage')],
    trail.catalogueVersion != null && [t('decision.catalogueVersion'), <Code key="cv">{trail.catalogueVersion}</Code>],
    [t('decision.decidedAt'), format.dateTime(trail.createdAt)],
    trail.tookMs != null && [t('decision.took'), t('decision.ms', { ms: format.count(trail.tookMs) })],
    provider != null && [t('decision.provider'), <bdi key="provider">{provider}</bdi>],
    model != null && [t('decision.model'), <Code key="model">{model}</Code>],
    (model != null || trail.tokens > 0) && [t('decision.tokens'), format.count(trail.tokens)],
    (model != null || trail.costMicroUsd !== '0') && [t('decision.cost'), format.microUsd(trail.costMicroUsd)],
    trail.isCached && [t('decision.cached'), t('decision.cachedYes')],
  ];
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-4 gap-y-2">
      {facts
        .filter((fact) => fact !== false)
        .map(([title, value]) => (
          <div key={title} className="min-w-0">
            <dt className="text-faint">{title}</dt>
            <dd className="figures text-muted wrap-anywhere">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Code({ children }: { readonly children: string }) {
  return <bdi className="font-mono text-2xs leading-4">{children}</bdi>;
}

function Verbatim({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-faint">{title}</h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        tabIndex={0}
        dir="ltr"
        className="max-h-64 overflow-y-auto rounded-lg bg-canvas p-3 font-mono text-2xs whitespace-pre-wrap text-muted ring-1 ring-line ring-inset wrap-anywhere"
      >
        {prettyJson(text)}
      </pre>
    </section>
  );
}
