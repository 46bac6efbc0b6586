import type { Permission } from '../domain/identity/permissions.ts';

/**
 * What each route demands. `signature`: the sender proves itself on the bytes; `link`: whoever has the unguessable
 * address; `graphql`: each root field says for itself (resolvers/access.ts); `public`: nothing of any store is behind
 * it. A route that is not listed is not mounted.
 */
export const ROUTE_ACCESS = {
  'GET /api/v1/inventory/products': 'catalogue:read',
  'POST /api/v1/orders/create': 'orders:write',
  'GET /api/v1/webhooks/facebook': 'signature',
  'POST /api/v1/webhooks/facebook': 'signature',
  'POST /api/v1/webhooks/payments/:gateway': 'signature',
  'POST /api/v1/facebook/deauthorize': 'signature',
  'POST /api/v1/facebook/data-deletion': 'signature',
  'GET /api/v1/facebook/data-deletion/:code': 'link',
  'GET /checkout/:token': 'link',
  'POST /checkout/:token': 'link',
  'GET /graphql': 'graphql',
  'POST /graphql': 'graphql',
  'OPTIONS /graphql': 'graphql',
  'GET /api/auth/*': 'public',
  'POST /api/auth/*': 'public',
  'GET /api/v1/demo': 'public',
  'GET /health': 'public',
  'GET /metrics': 'public',
  'GET /docs': 'public',
  'GET /docs/start.js': 'public',
  'GET /openapi.json': 'public',
  'GET /schema.graphql': 'public',
  'GET /api/v1/sign-in-ways': 'public',
} as const satisfies Record<string, Permission | 'signature' | 'link' | 'graphql' | 'public'>;

/** A route that acts in a store. */
export type StoreRoute = {
  [Route in keyof typeof ROUTE_ACCESS]: (typeof ROUTE_ACCESS)[Route] extends Permission ? Route : never;
}[keyof typeof ROUTE_ACCESS];

/** @throws Error naming every route without a declaration. */
export function assertEveryRouteDeclared(routes: readonly { readonly method: string; readonly path: string }[]): void {
  // What stands for every method is a middleware, which answers nothing of its own but files of the dashboard.
  const open = routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => !Object.hasOwn(ROUTE_ACCESS, route));
  if (open.length > 0) throw new Error(`${open.join(', ')}: say in http/access.ts who may. Nobody may until then.`);
}
