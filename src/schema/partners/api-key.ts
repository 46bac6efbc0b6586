import { SCOPES, type Scope } from '../../domain/partners/scopes.ts';
import { builder } from '../builder.ts';
import { toGlobalId } from '../global-id.ts';
import { findOwned } from '../own-stores.ts';

const OPENS: Record<Scope, string> = {
  'products:read': 'To read the products of the store.',
  'orders:read': 'To read orders with their buyers, holds and payments.',
  'orders:write': 'To create and cancel orders.',
  'events:read': 'To read the log: `events`, `storeFeed`, `liveFeed`. Comments stand in it with their words.',
};

export const ApiKeyScope = builder.enumType('ApiKeyScope', {
  description: 'What a key may be allowed to do.',
  values: Object.fromEntries(
    SCOPES.map((scope) => [scope.replace(':', '_').toUpperCase(), { value: scope, description: OPENS[scope] }]),
  ) as Record<string, { value: Scope; description: string }>,
});

export const ApiKey = builder.prismaNode('ApiKey', {
  name: 'ApiKey',
  description: 'A key with which a partner’s program acts in one store, as `Authorization: Bearer lss_…`.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findOwned,
  nullable: true,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is for.' }),
    prefix: t.exposeString('prefix', { description: 'How it begins; the rest was shown once.' }),
    scopes: t.field({
      type: [ApiKeyScope],
      description: 'What it may do.',
      resolve: (key) => key.scopes as Scope[],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null: it does not.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used last, to the minute.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null: it was not.',
    }),
    rotatedFromId: t.id({
      nullable: true,
      description: 'Global id of the key that it replaces.',
      resolve: (key) => key.rotatedFrom && toGlobalId('ApiKey', key.rotatedFrom),
    }),
  }),
});

export const ApiKeySecret = builder
  .objectRef<{ readonly id: string; readonly secret: string }>('ApiKeySecret')
  .implement({
    description: 'A new key.',
    fields: (t) => ({
      secret: t.exposeString('secret', { description: 'The key itself. It is shown here and never again.' }),
      apiKey: t.prismaField({
        type: ApiKey,
        description: 'What is kept of it.',
        resolve: (query, { id }, _args, context) =>
          context.app.db.apiKey.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  });
