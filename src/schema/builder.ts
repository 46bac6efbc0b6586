import SchemaBuilder from '@pothos/core';
import ComplexityPlugin, { ComplexityErrorKind } from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import ValidationPlugin from '@pothos/plugin-validation';
import { GraphQLError } from 'graphql';
import { InvalidInputError, SECOND_FACTOR_DUE } from '../domain/errors.ts';
import type PrismaTypes from '../generated/pothos.ts';
import { getDatamodel } from '../generated/pothos.ts';
import type { ApiContext } from './api-context.ts';
import ForwardOnlyPlugin from './forward-only.ts';
import { fromGlobalId, toGlobalId } from './global-id.ts';

export const PAGE_DEFAULT = 20;
export const PAGE_MAX = 100;

/** What one operation may ask: levels, and fields counted with the size of the pages that they stand in. */
export const QUERY_LIMITS = { depth: 12, complexity: 15_000, breadth: 600 } as const;

/** Built without a database: the client comes with the context of each request. */
export const builder = new SchemaBuilder<{
  Context: ApiContext;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  AuthScopes: { signedIn: boolean; secondFactor: boolean };
  Scalars: {
    ID: { Input: string; Output: string };
    BigInt: { Input: bigint; Output: bigint | string };
    DateTime: { Input: Date; Output: Date | string };
  };
}>({
  plugins: [
    ErrorsPlugin,
    ScopeAuthPlugin,
    RelayPlugin,
    PrismaPlugin,
    ValidationPlugin,
    ComplexityPlugin,
    ForwardOnlyPlugin,
  ],
  defaultFieldNullability: false,
  errors: {
    unsafelyHandleInputErrors: true,
    defaultResultOptions: {
      name: ({ fieldName }) => `${pascal(fieldName)}Success`,
      description: 'It was done.',
    },
    defaultUnionOptions: {
      name: ({ fieldName }) => `${pascal(fieldName)}Result`,
      description: 'Either it was done, or one of the refusals that the caller can act on.',
    },
  },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: (context) => ({
      signedIn: context.caller !== null,
      secondFactor: async () => !(await context.isSecondFactorDue()),
    }),
    unauthorizedError: (_parent, context) => (context.caller ? secondFactorMissing() : nobodySignedIn()),
  },
  relay: {
    cursorType: 'String',
    encodeGlobalID: toGlobalId,
    decodeGlobalID: (globalId) => fromGlobalId(globalId) ?? { typename: '', id: globalId },
    idFieldOptions: { description: 'Global id: base64url of `Type:uuid`. Give it back as it came.' },
    nodeTypeOptions: { description: 'Anything that has a global id and can be read again by it with `node`.' },
    nodeQueryOptions: {
      description:
        'Reads anything again by its global id. Null when it does not exist or belongs to a store that is not yours.',
      args: { id: { description: 'The global id, as any field gave it.' } },
      resolve: (_root, { id }, _context, _info, load) => (id.typename === '' ? null : load(id)),
    },
    nodesQueryOptions: false,
    firstArgOptions: { description: `How many at most: 1 to ${PAGE_MAX}, ${PAGE_DEFAULT} when left out.` },
    afterArgOptions: { description: 'Go on behind this cursor: the `endCursor` of the page before.' },
    cursorFieldOptions: { description: 'Place of this entry in the list; give it as `after` to go on behind it.' },
    nodeFieldOptions: { nullable: false, description: 'The entry itself.' },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The entries of this page, in order.',
      complexity: { field: 1, multiplier: 1 },
    },
    pageInfoFieldOptions: { description: 'Whether the list goes on, and where.' },
    pageInfoTypeOptions: { description: 'Place of a page in its list.' },
    hasNextPageFieldOptions: { description: 'The list goes on behind this page.' },
    hasPreviousPageFieldOptions: { description: 'There are entries before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first entry; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last entry, for the next `after`; null on an empty page.' },
    defaultConnectionTypeOptions: { description: 'One page of a list.' },
    defaultEdgeTypeOptions: { description: 'An entry of a list and its place.' },
    defaultConnectionFieldOptions: {
      complexity: (args: { first?: number | null | undefined }) => ({
        field: 1,
        multiplier: Math.min(args.first ?? PAGE_DEFAULT, PAGE_MAX),
      }),
    },
  },
  prisma: {
    client: (context) => context.app.db,
    dmmf: getDatamodel(),
    defaultConnectionSize: PAGE_DEFAULT,
    maxConnectionSize: PAGE_MAX,
    exposeDescriptions: false,
    onUnusedQuery: null,
  },
  validation: {
    validationError: (failure) =>
      new InvalidInputError(
        failure.issues.map((issue) => ({ path: pathOf(issue.path), message: `${issue.message}.`.replace('..', '.') })),
      ),
  },
  complexity: {
    limit: QUERY_LIMITS,
    defaultListMultiplier: 5,
    complexityError: (kind, result) => tooLarge(kind, result),
  },
});

function nobodySignedIn(): GraphQLError {
  return new GraphQLError(
    'Nobody is signed in. Sign in at /api/auth/sign-in/email and send its cookie, or Authorization: Bearer with a token of /api/auth/token.',
    { extensions: { code: 'UNAUTHENTICATED' } },
  );
}

function secondFactorMissing(): GraphQLError {
  return new GraphQLError(SECOND_FACTOR_DUE, { extensions: { code: 'SECOND_FACTOR_REQUIRED' } });
}

function tooLarge(
  kind: ComplexityErrorKind,
  asked: { readonly depth: number; readonly breadth: number; readonly complexity: number },
): GraphQLError {
  const what =
    kind === ComplexityErrorKind.Depth
      ? `is ${asked.depth} levels deep, ${QUERY_LIMITS.depth} are allowed`
      : kind === ComplexityErrorKind.Breadth
        ? `asks for ${asked.breadth} fields, ${QUERY_LIMITS.breadth} are allowed`
        : `costs ${asked.complexity} points, ${QUERY_LIMITS.complexity} are allowed`;
  return new GraphQLError(`The operation ${what}. Ask for smaller pages or fewer fields, or split it.`, {
    extensions: { code: 'QUERY_TOO_LARGE' },
  });
}

// Clients know the fields of their input, not the name of the argument around it.
function pathOf(path: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined): string {
  return (path ?? [])
    .map((part) => String(typeof part === 'object' ? part.key : part))
    .join('.')
    .replace(/^input\./, '');
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const signedIn = { authScopes: { signedIn: true } } as const;
builder.queryType({
  ...signedIn,
  description: 'What can be read. Every field is limited to the stores of the signed-in person.',
});
builder.mutationType({
  authScopes: { $all: { signedIn: true, secondFactor: true } },
  description: 'What can be done. Each takes one `input` and answers a union: success, or a refusal with a `code`.',
});
builder.subscriptionType({
  ...signedIn,
  description:
    'The log as it happens, over graphql-ws at /graphql (or SSE). A socket closed with 4410 was read too slowly, one with 4403 lost its session or membership: connect again and resume with `after`.',
});
