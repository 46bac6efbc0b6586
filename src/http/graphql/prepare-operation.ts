import { type ExecutionArgs, GraphQLError, getOperationAST } from 'graphql';
import type { YogaServerInstance } from 'graphql-yoga';

/** The pipeline that Yoga was built with: parse, validate, context, execute, subscribe, each with its plugins. */
export type Enveloped = ReturnType<YogaServerInstance<object, object>['getEnveloped']>;
export type GetEnveloped = (initial: object) => Enveloped;

export type OperationParams = {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
};

/** What can be executed, or why not; errors are fit for the client. */
export async function prepareOperation(
  enveloped: Enveloped,
  params: OperationParams,
  maskError: (error: unknown) => Error,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  try {
    const document = enveloped.parse(params.query);
    const errors = enveloped.validate(enveloped.schema, document);
    if (errors.length > 0) return errors as readonly GraphQLError[];
    if (!getOperationAST(document, params.operationName)) return [noSuchOperation()];
    return {
      schema: enveloped.schema,
      document,
      contextValue: await enveloped.contextFactory(),
      ...(params.operationName ? { operationName: params.operationName } : {}),
      ...(params.variables ? { variableValues: params.variables } : {}),
    };
  } catch (error) {
    const masked = maskError(error);
    return [masked instanceof GraphQLError ? masked : new GraphQLError(masked.message)];
  }
}

function noSuchOperation(): GraphQLError {
  return new GraphQLError('The document has no operation of this name, or several and no name was given.', {
    extensions: { code: 'BAD_REQUEST' },
  });
}
