import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  validate,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isStorable, UNSTORABLE } from '../storable.ts';
import { refuseHostile } from './refuse-hostile.ts';

export type HardenOptions = {
  /** Words of a document; a parser that stops early cannot be flooded. */
  readonly tokensMax: number;
  readonly operationTimeoutMs: number;
  /** Off in production: the schema may not be asked for, nor guessed from "did you mean". */
  readonly isSchemaOpen: boolean;
};

const ERRORS_MAX = 10;

/** Limits of every operation, whichever way it comes: they stand in the one pipeline of HTTP, SSE and sockets. */
export function harden(options: HardenOptions): Plugin {
  const { isSchemaOpen, operationTimeoutMs } = options;
  return {
    onParse({ setParseFn }) {
      setParseFn((source, parseOptions) => {
        const document = parse(source, { ...parseOptions, maxTokens: options.tokensMax });
        refuseHostile(document);
        visit(document, { StringValue: ({ value }) => refuseUnstorable(value) });
        return document;
      });
    },
    onValidate({ addValidationRule, setValidationFn }) {
      if (!isSchemaOpen) addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn((schema, document, rules) =>
        validate(schema, document, rules, { maxErrors: ERRORS_MAX, hideSuggestions: !isSchemaOpen }),
      );
    },
    onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
      if (!isStorable(args.variableValues)) return setResultAndStopExecution({ errors: [unstorable()] });
      setExecuteFn((given: ExecutionArgs) =>
        withDeadline(executeFn, { ...given, hideSuggestions: !isSchemaOpen }, operationTimeoutMs),
      );
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      if (!isStorable(args.variableValues)) setResultAndStopExecution({ errors: [unstorable()] });
    },
  };
}

function refuseUnstorable(text: string): void {
  if (!isStorable(text)) throw unstorable();
}

function unstorable(): GraphQLError {
  return new GraphQLError(`A text of the operation ${UNSTORABLE}.`, { extensions: { code: 'BAD_USER_INPUT' } });
}

type Execute = (args: ExecutionArgs) => unknown;

/** Answers TIMEOUT when the operation takes too long; fields that have not begun by then are not begun any more. */
async function withDeadline(execute: Execute, args: ExecutionArgs, timeoutMs: number): Promise<unknown> {
  const running = execute(args);
  if (!(running instanceof Promise)) return running;
  const late = Promise.withResolvers<ExecutionResult>();
  const timer = setTimeout(() => late.resolve({ errors: [tooLate(timeoutMs)] }), timeoutMs);
  try {
    return await Promise.race([running, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(timeoutMs: number): GraphQLError {
  return new GraphQLError(`The operation took longer than ${timeoutMs} ms. Ask for less, or try again later.`, {
    extensions: { code: 'TIMEOUT' },
  });
}
