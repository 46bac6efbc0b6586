import type { AiUsageQuery } from '../../generated/graphql.ts';

type Usage = AiUsageQuery['aiUsage'];

/** What the panel shows. Shares are between 0 and 1; costs in US dollars; `null`: no comment came in yet. */
export type UsageFigures = {
  readonly costUsd: number;
  readonly limitUsd: number;
  readonly usualUsd: number | null;
  readonly spentShare: number;
  readonly callsPer1000: number | null;
  readonly costPer1000Usd: number | null;
  readonly notice: 'spent' | 'unusual' | null;
};

/** The day is spent by whichever limit comes first, tokens or cost. */
export function buildUsage(usage: Usage): UsageFigures {
  const usd = (micro: string) => Number(micro) / 1_000_000;
  const costUsd = usd(usage.costMicroUsd);
  const limitUsd = usd(usage.costLimitMicroUsd);
  const per1000 = (value: number) => (usage.commentCount === 0 ? null : (value * 1_000) / usage.commentCount);
  return {
    costUsd,
    limitUsd,
    usualUsd: usage.usualMicroUsd == null ? null : usd(usage.usualMicroUsd),
    spentShare: Math.min(1, Math.max(costUsd / limitUsd, usage.tokens / usage.tokenLimit)),
    callsPer1000: per1000(usage.callCount),
    costPer1000Usd: per1000(costUsd),
    notice: usage.isSpent ? 'spent' : usage.isUnusual ? 'unusual' : null,
  };
}
