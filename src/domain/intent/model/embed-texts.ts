import { CircuitOpenError } from '../../../platform/net/breaker.ts';
import type { AskDeps, Call, Cost, Price } from './ask-seats.ts';
import type { Embedder } from './embedding-provider.ts';
import { ModelFailedError } from './provider.ts';

export type EmbedDeps = Pick<AskDeps, 'reserve' | 'settle'> & {
  readonly embedder: Embedder;
  readonly price: Price;
  /** Of the whole call. */
  readonly timeoutMs: number;
  readonly onCall?: (call: Call) => void;
};

// A text has three to four characters a token; what is set aside has to be too much rather than too little.
const CHARACTERS_PER_TOKEN = 2;

/** Texts as vectors, paid from the budget; null where the budget, the breaker or the provider says no. */
export async function embedTexts(deps: EmbedDeps, texts: readonly string[]): Promise<readonly Float32Array[] | null> {
  const { provider, breaker } = deps.embedder;
  const most = costOf(deps.price, Math.ceil(texts.join('').length / CHARACTERS_PER_TOKEN) + texts.length);
  if (!(await deps.reserve(most))) return null;
  const startedAt = performance.now();
  const end = async (outcome: Call['outcome'], cost: Cost) => {
    const tookMs = Math.round(performance.now() - startedAt);
    const call = { provider: `${provider.name}-embeddings`, model: provider.model, outcome, tookMs, cost };
    await deps.settle(most, call);
    deps.onCall?.(call);
  };
  try {
    const { vectors, inputTokens } = await breaker.run(() => provider.embed(texts, deps.timeoutMs));
    await end('answered', costOf(deps.price, inputTokens));
    return vectors;
  } catch (error) {
    if (error instanceof CircuitOpenError) await end('open', NOTHING);
    // Who was cut off after reading may bill the reading.
    else if (error instanceof ModelFailedError) await end(error.reason, error.reason === 'timeout' ? most : NOTHING);
    else throw error;
    return null;
  }
}

const NOTHING: Cost = { tokens: 0, microUsd: 0 };

function costOf(price: Price, tokens: number): Cost {
  return { tokens, microUsd: Math.ceil(price.input * tokens) };
}
