import type { Gauge } from 'prom-client';
import { type Breaker, createBreaker } from '../../../platform/net/breaker.ts';
import { isVendorFailure } from './provider.ts';

/** Vectors of length one, in the order of the texts. */
export type Embedded = { readonly vectors: readonly Float32Array[]; readonly inputTokens: number };

/** Port: what texts mean, as vectors. Vectors of different providers, models or dimensions cannot be compared. */
export type EmbeddingProvider = {
  readonly name: string;
  readonly model: string;
  readonly dimensions: number;
  /** @throws ModelFailedError, whatever goes wrong; also after `timeoutMs`. */
  embed(texts: readonly string[], timeoutMs: number): Promise<Embedded>;
};

/** The provider with the breaker that guards it. */
export type Embedder = { readonly provider: EmbeddingProvider; readonly breaker: Breaker };

export function createEmbedder(provider: EmbeddingProvider, gauge: Gauge<'vendor'>): Embedder {
  return {
    provider,
    breaker: createBreaker({ vendor: `${provider.name}-embeddings`, isFailure: isVendorFailure, gauge }),
  };
}

/** What vectors are stored under. */
export function spaceOf({ name, model, dimensions }: EmbeddingProvider): string {
  return `${name}/${model}/${dimensions}`;
}
