import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  handleWhen,
  IterableBackoff,
  SamplingBreaker,
} from 'cockatiel';
import type { Gauge } from 'prom-client';

export type BreakerState = 'closed' | 'half-open' | 'open';

/** Guards the calls to one vendor of one process. */
export type Breaker = {
  /** Calls, or refuses at once while the vendor is taken for dead. @throws CircuitOpenError, and what `call` throws. */
  run<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  state(): BreakerState;
};

export class CircuitOpenError extends Error {
  readonly code = 'CIRCUIT_OPEN';
  readonly vendor: string;
  constructor(vendor: string) {
    super(`${vendor} has failed too often and is left alone for a moment. The call is tried again by itself.`);
    this.vendor = vendor;
  }
}

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/**
 * A circuit breaker: it opens when half of the calls of 10 s failed (at least 5), lets one call try after 1 s, 2 s, 5 s, 10 s
 * and then every 30 s. `isFailure` tells trouble of the vendor from an answer that is only a refusal.
 */
export function createBreaker(options: {
  readonly vendor: string;
  readonly isFailure: (error: unknown) => boolean;
  /** 0 closed, 1 half open, 2 open; label `vendor`. */
  readonly gauge: Gauge<'vendor'>;
  readonly onChange?: (state: BreakerState) => void;
}): Breaker {
  const { vendor, gauge } = options;
  const policy = circuitBreaker(
    handleWhen((error) => options.isFailure(error)),
    {
      breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 0.5 }),
      halfOpenAfter: new IterableBackoff([1_000, 2_000, 5_000, 10_000, 30_000]),
    },
  );
  const state = () => STATES[policy.state];
  const show = () => gauge.set({ vendor }, ['closed', 'half-open', 'open'].indexOf(state()));
  show();
  policy.onStateChange(() => {
    show();
    options.onChange?.(state());
  });
  return {
    state,
    async run(call) {
      try {
        return await policy.execute(call);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? new CircuitOpenError(vendor) : error;
      }
    },
  };
}
