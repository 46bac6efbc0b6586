import { bulkhead } from 'cockatiel';
import type { Gauge } from 'prom-client';
import { isVendorFailure, type ModelSeat } from '../../domain/intent/model/provider.ts';
import { type BreakerState, createBreaker } from '../../platform/net/breaker.ts';
import { type ChatOptions, createChatProvider } from './chat-provider.ts';

/** Providers in their order, each behind a breaker of its own; together they have `callsAtOnce` calls under way at most. */
export function createSeats(options: {
  readonly providers: readonly Omit<ChatOptions, 'timeoutMs'>[];
  readonly timeoutMs: number;
  readonly callsAtOnce: number;
  readonly gauge: Gauge<'vendor'>;
  readonly onChange?: (provider: string, state: BreakerState) => void;
}): readonly ModelSeat[] {
  const room = bulkhead(options.callsAtOnce, Number.POSITIVE_INFINITY);
  return options.providers.map((settings) => {
    const provider = createChatProvider({ ...settings, timeoutMs: options.timeoutMs });
    const breaker = createBreaker({
      vendor: provider.name,
      isFailure: isVendorFailure,
      gauge: options.gauge,
      ...(options.onChange ? { onChange: (state) => options.onChange?.(provider.name, state) } : {}),
    });
    return {
      provider: { ...provider, complete: (request) => room.execute(() => provider.complete(request)) },
      breaker,
    };
  });
}
