import type { App } from '../compose.ts';
import type { Limits } from '../config/limits.ts';
import type { Call, Price } from '../domain/intent/model/ask-seats.ts';

/** What a model costs; one that is not named costs as much as the dearest that we know. */
export function priceOf({ prices }: Pick<Limits['ai'], 'prices'>, model: string): Price {
  return (prices[model] ?? prices['other']) as Price;
}

/** Tells metrics and log of a call to a provider. */
export function countCall(app: Pick<App, 'metrics' | 'log'>, { provider, outcome, tookMs, cost }: Call): void {
  app.metrics.llmCalls.inc({ provider, outcome });
  app.metrics.llmTokens.inc({ provider }, cost.tokens);
  app.metrics.llmCost.inc({ provider }, cost.microUsd / 1_000_000);
  if (outcome !== 'open') app.metrics.llmSeconds.observe({ provider }, tookMs / 1_000);
  if (outcome !== 'answered' && outcome !== 'open')
    app.log.warn({ provider, outcome, tookMs }, 'A language model gave no usable answer');
}
