import type { Money } from '../../lib/money.ts';

export type AuditFacts = {
  readonly action: string;
  readonly subjectId: string;
  readonly details: readonly { readonly name: string; readonly value: string }[];
};

const ACTIONS = [
  'price-changed',
  'gateway-configured',
  'page-connected',
  'page-disconnected',
  'page-token-refreshed',
  'member-added',
  'buyer-blocked',
  'buyer-unblocked',
  'buyer-limits-set',
  'api-key-created',
  'api-key-rotated',
  'api-key-revoked',
  'webhook-endpoint-created',
  'webhook-endpoint-changed',
  'webhook-endpoint-enabled',
  'webhook-endpoint-disabled',
  'webhook-secret-rotated',
  'webhook-deliveries-replayed',
  'personal-data-read',
  'bot-paused',
  'bot-resumed',
  'conversation-taken-over',
  'deletion-requested',
  'buyer-data-erased',
  'dead-letter-requeued',
  'dead-letter-dropped',
  'member-invited',
  'invitation-revoked',
  'member-role-changed',
  'member-removed',
  'support-read',
] as const;
export type KnownAction = (typeof ACTIONS)[number];

/** The action when this page has words for it; null for one that a newer server knows. */
export function knownAction(action: string): KnownAction | null {
  return ACTIONS.find((known) => known === action) ?? null;
}

/** What an entry is about, in one line: prices as money, everything else as it is kept. */
export function buildAuditText(entry: AuditFacts, currency: string, formatMoney: (money: Money) => string): string {
  const values = new Map(entry.details.map(({ name, value }) => [name, value]));
  const [from, to] = [values.get('oldPriceMinor'), values.get('newPriceMinor')];
  if (entry.action === 'price-changed' && from !== undefined && to !== undefined) {
    const prices = [from, to].map((amountMinor) => formatMoney({ amountMinor, currency })).join(' → ');
    return `${values.get('sku') ?? entry.subjectId}: ${prices}`;
  }
  const roles = [values.get('oldRole'), values.get('role')].filter((role) => role !== undefined);
  if (roles.length > 0) return roles.join(' → ');
  const isOfQueue = entry.action === 'dead-letter-requeued' || entry.action === 'dead-letter-dropped';
  if (isOfQueue) return values.get('reason') ?? entry.subjectId;
  if (entry.action === 'support-read') return values.get('reason') ?? values.get('what') ?? entry.subjectId;
  // The visible beginning of an API key, as the list of keys shows it.
  return values.get('prefix') ?? entry.subjectId;
}
