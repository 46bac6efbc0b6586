import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type KeyGrant, MissingScopeError, requireDoor, requireNoun } from '../../domain/partners/scopes.ts';
import type { ApiContext } from '../../schema/api-context.ts';

type Args = { readonly schema: GraphQLSchema; readonly document: DocumentNode; readonly contextValue?: unknown };

/** Before anything runs, looks whether the calling key opens every root field and every noun of the document. */
export const checkKeyScopes: Plugin<ApiContext> = {
  onExecute: ({ args, setResultAndStopExecution }) => stopRefused(args, setResultAndStopExecution),
  onSubscribe: ({ args, setResultAndStopExecution }) => stopRefused(args, setResultAndStopExecution),
};

function stopRefused({ schema, document, contextValue }: Args, stop: (result: ExecutionResult) => void): void {
  const key = (contextValue as ApiContext).caller?.key;
  if (!key) return;
  try {
    requireScopes(key, schema, document);
  } catch (error) {
    if (!(error instanceof MissingScopeError)) throw error;
    stop({ data: null, errors: [new GraphQLError(error.message, { extensions: { code: error.code } })] });
  }
}

/** @throws MissingScopeError */
function requireScopes(key: KeyGrant, schema: GraphQLSchema, document: DocumentNode): void {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const types = new TypeInfo(schema);
  const see = (type: GraphQLNamedType | null | undefined) => {
    if (type && isNoun(type)) requireNoun(key, type.name);
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(field) {
        const parent = types.getParentType();
        if (field.name.value.startsWith('__')) return;
        if (parent && roots.has(parent as never)) requireDoor(key, `${parent.name}.${field.name.value}`);
        see(getNamedType(types.getType()));
      },
      InlineFragment: () => see(getNamedType(types.getType())),
      FragmentDefinition: () => see(getNamedType(types.getType())),
    }),
  );
}

function isNoun(type: GraphQLNamedType): boolean {
  if (isInterfaceType(type)) return type.name === 'Node';
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
}
