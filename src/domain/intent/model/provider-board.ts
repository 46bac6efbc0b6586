import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { ModelSeat } from './provider.ts';

const rowModel = z.object({ model: z.string(), state: z.enum(['closed', 'half-open', 'open']), at: z.iso.datetime() });
/** A provider as the workers saw it last. `state` is that of its circuit breaker; `at` is ISO 8601. */
export type ProviderRow = z.infer<typeof rowModel> & { readonly name: string };

const keyOf = (prefix: string) => `${prefix}ai_providers`;

/** Workers alone know the providers: they leave here what the dashboard shows of them. */
export async function reportProviders(
  deps: { readonly redis: Pick<Redis, 'multi'>; readonly keyPrefix: string },
  seats: readonly ModelSeat[],
): Promise<void> {
  const at = new Date().toISOString();
  const rows = seats.map(({ provider, breaker }) => [
    provider.name,
    JSON.stringify({ model: provider.model, state: breaker.state(), at }),
  ]);
  const change = deps.redis.multi().del(keyOf(deps.keyPrefix));
  if (rows.length > 0) change.hset(keyOf(deps.keyPrefix), Object.fromEntries(rows));
  await change.exec();
}

/** The providers in their alphabet; none where no key is known. */
export async function readProviders(deps: {
  readonly redis: Pick<Redis, 'hgetall'>;
  readonly keyPrefix: string;
}): Promise<readonly ProviderRow[]> {
  const rows = Object.entries(await deps.redis.hgetall(keyOf(deps.keyPrefix)));
  return rows
    .map(([name, text]) => ({ name, ...rowModel.parse(JSON.parse(text)) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
