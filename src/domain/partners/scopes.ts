import { DomainError, NotFoundError } from '../errors.ts';

/** What a key may be allowed to do. A key has a list of them; what none of them opens is closed. */
export const SCOPES = ['products:read', 'orders:read', 'orders:write', 'events:read'] as const;
export type Scope = (typeof SCOPES)[number];

/** Any key opens what no scope is named for: it tells of the key's own store and nothing else. */
export type Opens = Scope | 'any';

/** The doors that keys open, by root field or route. The rest is for people. */
export const DOORS: Readonly<Record<string, Opens>> = {
  'Query.node': 'any',
  'Query.store': 'any',
  'Query.products': 'products:read',
  'Query.orders': 'orders:read',
  'Query.order': 'orders:read',
  'Query.events': 'events:read',
  'Mutation.createOrder': 'orders:write',
  'Mutation.cancelOrder': 'orders:write',
  'Subscription.storeFeed': 'events:read',
  'Subscription.liveFeed': 'events:read',
  'GET /api/v1/inventory/products': 'products:read',
  'POST /api/v1/orders/create': 'orders:write',
};

/** The nouns (types that are a `Node`) that a key sees on its way from one to another. */
export const NOUNS: Readonly<Record<string, readonly Opens[]>> = {
  Node: ['any'],
  Store: ['any'],
  Product: ['products:read', 'orders:read', 'orders:write'],
  Order: ['orders:read', 'orders:write'],
  Hold: ['orders:read', 'orders:write'],
  Buyer: ['orders:read', 'orders:write'],
  Payment: ['orders:read', 'orders:write'],
  PaymentAttempt: ['orders:read', 'orders:write'],
};

/** The nouns, and fields of others, by which a key learns what a buyer is called: the audit log keeps that it asked. */
export const PERSONAL: ReadonlySet<string> = new Set(['Buyer', 'authorName', 'buyerName']);

/** A key and what it is good for, as part of a caller. */
export type KeyGrant = { readonly keyId: string; readonly storeId: string; readonly scopes: readonly string[] };

/** The key lacks the scope for what was asked. */
export class MissingScopeError extends DomainError {
  override readonly code = 'MISSING_SCOPE';
  constructor(what: string, needed: readonly Opens[]) {
    super(
      needed.length === 0
        ? `${what} is not open to keys. Sign in as a person.`
        : `${what} needs the scope ${needed.join(' or ')}. Make a key that has it.`,
    );
  }
}

/**
 * Whether a key opens a door (`Query.products`, `GET /api/v1/…`). People (no key) are asked elsewhere.
 * @throws MissingScopeError
 */
export function requireDoor(key: KeyGrant | null | undefined, door: string): void {
  if (!key) return;
  const needed = DOORS[door];
  if (!needed || !opens(key, [needed])) throw new MissingScopeError(door, needed ? [needed] : []);
}

/** @throws MissingScopeError when a key may not see a noun of the API. */
export function requireNoun(key: KeyGrant, noun: string): void {
  const needed = NOUNS[noun] ?? [];
  if (!opens(key, needed)) throw new MissingScopeError(noun, needed);
}

function opens(key: KeyGrant, needed: readonly Opens[]): boolean {
  return needed.some((scope) => scope === 'any' || key.scopes.includes(scope));
}

/**
 * A key acts in its own store only.
 * @throws NotFoundError as for a store that does not exist.
 */
export function requireStoreOfKey(
  key: KeyGrant | null | undefined,
  storeId: string,
  what = 'store',
  id = storeId,
): void {
  if (key && key.storeId !== storeId) throw new NotFoundError(what, id);
}
