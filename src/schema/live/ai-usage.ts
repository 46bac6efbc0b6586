import type { ProviderRow } from '../../domain/intent/model/provider-board.ts';
import type { AiUsage as Usage } from '../../domain/intent/model/read-usage.ts';
import { builder } from '../builder.ts';

const AiProviderState = builder.enumType('AiProviderState', {
  description: 'Whether a provider of language models is asked.',
  values: {
    CLOSED: { value: 'closed', description: 'It answers.' },
    HALF_OPEN: { value: 'half-open', description: 'It failed too often and is being tried again.' },
    OPEN: { value: 'open', description: 'It failed too often and is passed over for a moment.' },
  } as const,
});

const AiProvider = builder.objectRef<ProviderRow>('AiProvider').implement({
  description: 'A vendor of language models, as the workers saw it last.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Which one: openai, gemini or openrouter.' }),
    model: t.exposeString('model', { description: 'The model that is asked.' }),
    state: t.field({ type: AiProviderState, description: 'How it does.', resolve: ({ state }) => state }),
    seenAt: t.field({ type: 'DateTime', description: 'When that was seen.', resolve: ({ at }) => at }),
  }),
});

/** Usage with what limits it. */
export type UsageAndLimits = Usage & {
  readonly tokenLimit: number;
  readonly costLimitMicroUsd: number;
  readonly providers: readonly ProviderRow[];
};

export const AiUsage = builder.objectRef<UsageAndLimits>('AiUsage').implement({
  description:
    'What language models did for a store today (UTC), for comments that rules leave open. Costs are in millionths of a US dollar, as decimal text.',
  fields: (t) => ({
    commentCount: t.exposeInt('commentCount', { description: 'Comments and messages that came in.' }),
    askedCount: t.exposeInt('askedCount', { description: 'Of them, decided by a model.' }),
    cachedCount: t.exposeInt('cachedCount', { description: 'Of them, decided by an earlier answer of a model.' }),
    leftOpenCount: t.exposeInt('leftOpenCount', {
      description: 'Of them, left to a person, because no model answered or the limit was reached.',
    }),
    callCount: t.exposeInt('callCount', { description: 'Calls made; one may carry several comments.' }),
    tokens: t.exposeFloat('tokens', { description: 'Tokens read and written.' }),
    tokenLimit: t.exposeInt('tokenLimit', { description: 'Tokens that a day may take.' }),
    costMicroUsd: t.exposeString('costMicroUsd', { description: 'Cost so far.' }),
    costLimitMicroUsd: t.string({
      description: 'What a day may cost. Behind it no model is asked until midnight UTC.',
      resolve: (usage) => String(usage.costLimitMicroUsd),
    }),
    usualMicroUsd: t.exposeString('usualMicroUsd', {
      nullable: true,
      description: 'Average cost of a day of the last week; null before the first.',
    }),
    isUnusual: t.exposeBoolean('isUnusual', {
      description: 'The store was told that today costs far more than usual.',
    }),
    isSpent: t.exposeBoolean('isSpent', { description: 'The limit of the day was reached.' }),
    providers: t.field({
      type: [AiProvider],
      description: 'Who is asked; empty when no provider has a key.',
      resolve: ({ providers }) => providers,
    }),
  }),
});
