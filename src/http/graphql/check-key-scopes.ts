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
import { notePersonalRead } from '../../domain/partners/api-keys.ts';
import { type KeyGrant, MissingScopeError, PERSONAL, requireDoor, requireNoun } from '../../domain/partners/scopes.ts';
import type { ApiContext } from '../../schema/api-context.ts';

type Args = { readonly schema: GraphQLSchema; readonly document: DocumentNode; readonly contextValue?: unknown };

/**
 * Before anything runs, looks whether the calling key opens every root field and every noun of the document, and keeps
 * in the audit log that it reads personal data. What cannot be kept is not read.
 */
export const checkKeyScopes: Plugin<ApiContext> = {
  onExecute: ({ args, setResultAndStopExecution }) => stopRefused(args, setResultAndStopExecution),
  onSubscribe: ({ args, setResultAndStopExecution }) => stopRefused(args, setResultAndStopExecution),
};

async function stopRefused(
  { schema, document, contextValue }: Args,
  stop: (result: ExecutionResult) => void,
): Promise<void> {
  const { caller, beyondWall } = contextValue as ApiContext;
  if (!caller?.key) return;
  try {
    const isPersonal = requireScopes(caller.key, schema, document);
    if (isPersonal) await notePersonalRead(beyondWall, { sellerId: caller.sellerId, key: caller.key });
  } catch (error) {
    if (!(error instanceof MissingScopeError)) throw error;
    stop({ data: null, errors: [new GraphQLError(error.message, { extensions: { code: error.code } })] });
  }
}

/** Answers whether the document reads personal data. @throws MissingScopeError */
function requireScopes(key: KeyGrant, schema: GraphQLSchema, document: DocumentNode): boolean {
  let isPersonal = false;
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const types = new TypeInfo(schema);
  const see = (type: GraphQLNamedType | null | undefined) => {
    if (!type || !isNoun(type)) return;
    requireNoun(key, type.name);
    isPersonal ||= PERSONAL.has(type.name);
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(field) {
        const parent = types.getParentType();
        if (field.name.value.startsWith('__')) return;
        if (parent && roots.has(parent as never)) requireDoor(key, `${parent.name}.${field.name.value}`);
        isPersonal ||= PERSONAL.has(field.name.value);
        see(getNamedType(types.getType()));
      },
      InlineFragment: () => see(getNamedType(types.getType())),
      FragmentDefinition: () => see(getNamedType(types.getType())),
    }),
  );
  return isPersonal;
}

function isNoun(type: GraphQLNamedType): boolean {
  if (isInterfaceType(type)) return type.name === 'Node';
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
}
