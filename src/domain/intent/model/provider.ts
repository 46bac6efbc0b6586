import type { Gauge } from 'prom-client';
import type { z } from 'zod';
import { type Breaker, createBreaker } from '../../../platform/net/breaker.ts';

export type ModelRequest = {
  readonly instructions: string;
  readonly data: string;
  readonly answerModel: z.ZodType;
  readonly outputTokensMax: number;
};

/** What a model wrote, as it came, and what it counted. */
export type Completion = { readonly content: string; readonly inputTokens: number; readonly outputTokens: number };

/** Port: one vendor of language models. A call ends within its hard time-out. */
export type ModelProvider = {
  readonly name: string;
  readonly model: string;
  /** @throws ModelFailedError, whatever goes wrong. */
  complete(request: ModelRequest): Promise<Completion>;
};

/** A provider with the breaker that guards it. */
export type ModelSeat = { readonly provider: ModelProvider; readonly breaker: Breaker };

export const MODEL_FAILURES = ['timeout', 'unreachable', 'busy', 'rejected', 'refused', 'nonsense'] as const;
export type ModelFailure = (typeof MODEL_FAILURES)[number];

/** No usable answer. `used`: what the vendor counted nevertheless; null where that is not known. */
export class ModelFailedError extends Error {
  readonly code = 'MODEL_FAILED';
  readonly reason: ModelFailure;
  readonly used: Pick<Completion, 'inputTokens' | 'outputTokens'> | null;
  constructor(
    reason: ModelFailure,
    options: { readonly used?: ModelFailedError['used']; readonly cause?: unknown } = {},
  ) {
    super(`The language model gave no usable answer (${reason}). The next provider is asked.`, {
      cause: options.cause,
    });
    this.reason = reason;
    this.used = options.used ?? null;
  }
}

/** Each provider behind a breaker of its own, in their order. */
export function createSeats(providers: readonly ModelProvider[], gauge: Gauge<'vendor'>): readonly ModelSeat[] {
  return providers.map((provider) => ({
    provider,
    breaker: createBreaker({ vendor: provider.name, isFailure: isVendorFailure, gauge }),
  }));
}

/** Whether a failure tells against the vendor. A refusal only tells against what was asked. */
export function isVendorFailure(error: unknown): boolean {
  return !(error instanceof ModelFailedError && error.reason === 'refused');
}
