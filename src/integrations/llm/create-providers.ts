import { bulkhead } from 'cockatiel';
import type { ModelProvider } from '../../domain/intent/model/provider.ts';
import { type ChatOptions, createChatProvider } from './chat-provider.ts';

/** Providers in their order; together they have `callsAtOnce` calls under way at most, the others wait. */
export function createProviders(options: {
  readonly providers: readonly Omit<ChatOptions, 'timeoutMs'>[];
  readonly timeoutMs: number;
  readonly callsAtOnce: number;
}): readonly ModelProvider[] {
  const room = bulkhead(options.callsAtOnce, Number.POSITIVE_INFINITY);
  return options.providers.map((settings) => {
    const provider = createChatProvider({ ...settings, timeoutMs: options.timeoutMs });
    return { ...provider, complete: (request) => room.execute(() => provider.complete(request)) };
  });
}
