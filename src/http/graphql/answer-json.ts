import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import type { Context } from 'hono';
import { z } from 'zod';
import type { HttpEnv } from '../http-app.ts';
import { readRawBody } from '../middleware/read-raw-body.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import { type GetEnveloped, type OperationParams, prepareOperation } from './prepare-operation.ts';

const SPEC_TYPE = 'application/graphql-response+json';

const paramsModel = z.object({
  query: z.string().optional(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});

export type AnswerJsonDeps = {
  readonly getEnveloped: GetEnveloped;
  readonly maskError: (error: unknown) => Error;
  readonly maxBodyBytes: number;
  readonly operations: PersistedOperations;
  /** Origins whose pages may read the answer. */
  readonly corsOrigins: readonly string[];
};

type Http = Context<HttpEnv>;

/** Whether a request is what nearly all are: a query or mutation as JSON, answered at once. */
export function isPlainJson(c: Http): boolean {
  const { headers } = c.env.incoming;
  return (
    /^application\/json\b/i.test(headers['content-type'] ?? '') && !/event-stream|multipart/.test(headers.accept ?? '')
  );
}

/**
 * Answers a query or mutation through the pipeline that Yoga was built with, without the HTTP layers around it, which
 * cost more than the operation. Statuses as GraphQL over HTTP says: 200, or 400 for what could not be executed.
 */
export async function answerJson(deps: AnswerJsonDeps, c: Http): Promise<Response> {
  const body = await readRawBody(c.env.incoming, deps.maxBodyBytes);
  if (body === 'cut-off') return send(deps, c, 400, refusal('The body ended too early.'));
  if (body === 'too-long') {
    return send(deps, c, 413, refusal(`The body is longer than ${deps.maxBodyBytes} bytes. Send it in parts.`));
  }
  const asked = paramsModel.safeParse(parseJson(body));
  if (!asked.success) {
    const shape = 'Expected a JSON object with query, and perhaps variables and operationName.';
    return send(deps, c, 400, refusal(shape));
  }
  const { params, refused } = resolve(deps, c, asked.data);
  if (!params) return send(deps, c, 400, { errors: [refused] });
  const result = await run(deps, c, params);
  return send(deps, c, 'data' in result || !asksForSpec(c) ? 200 : 400, result);
}

async function run(deps: AnswerJsonDeps, c: Http, params: OperationParams): Promise<ExecutionResult> {
  const enveloped = deps.getEnveloped({ headers: c.env.incoming.headers, params, caller: c.get('caller') });
  const args = await prepareOperation(enveloped, params, deps.maskError);
  if (!('document' in args)) return { errors: args };
  if (getOperationAST(args.document, args.operationName)?.operation === 'subscription') {
    return refusal('Subscriptions need graphql-ws at the same address, or accept: text/event-stream.');
  }
  return (await enveloped.execute(args)) as ExecutionResult;
}

type Resolved =
  | { readonly params: OperationParams; readonly refused?: never }
  | { readonly params?: never; readonly refused: GraphQLError };

function resolve(deps: AnswerJsonDeps, c: Http, asked: z.infer<typeof paramsModel>): Resolved {
  try {
    return { params: deps.operations.resolve(asked, c.env.incoming.headers.authorization) };
  } catch (error) {
    if (error instanceof GraphQLError) return { refused: error };
    throw error;
  }
}

function refusal(message: string): ExecutionResult {
  return { errors: [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })] };
}

function asksForSpec(c: Http): boolean {
  return (c.env.incoming.headers.accept ?? '').includes(SPEC_TYPE);
}

function send(deps: AnswerJsonDeps, c: Http, status: 200 | 400 | 413, result: ExecutionResult): Response {
  const { incoming, outgoing } = c.env;
  const { origin } = incoming.headers;
  const json = Buffer.from(JSON.stringify(result));
  outgoing.writeHead(status, {
    'content-type': `${asksForSpec(c) ? SPEC_TYPE : 'application/json'}; charset=utf-8`,
    'content-length': json.byteLength,
    'cache-control': 'no-store',
    vary: 'origin',
    ...(origin && deps.corsOrigins.includes(origin) ? { 'access-control-allow-origin': origin } : {}),
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  outgoing.end(json);
  return RESPONSE_ALREADY_SENT;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
