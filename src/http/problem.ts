import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { DomainError } from '../domain/errors.ts';

/** The one table from error codes to HTTP. */
const STATUS_BY_CODE: Readonly<Record<string, ContentfulStatusCode>> = {
  NOT_FOUND: 404,
  CONFLICT: 409,
  ILLEGAL_MOVE: 409,
  INVALID_INPUT: 422,
  OUT_OF_STOCK: 400,
  UNAUTHENTICATED: 401,
  SECOND_FACTOR_REQUIRED: 403,
  RATE_LIMITED: 429,
  MISSING_SCOPE: 403,
};

export const PROBLEM_TYPE = 'application/problem+json';

export type Problem = {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly detail: string;
  readonly fields?: unknown;
};

/** An RFC 9457 problem document as text. `detail` says what happened, why, and what to do. */
export function problemText({ status, code, detail, fields }: Problem): string {
  const type = `urn:problem:${code.toLowerCase()}`;
  return JSON.stringify({ type, title: code, status, detail, ...(fields ? { fields } : {}) });
}

/** An answer that is a problem document. */
export function problem(c: Context, input: Problem): Response {
  // What is left of a body that is too long is not read, so nothing can follow it on the same line.
  const ending = input.status === 413 ? { connection: 'close' } : {};
  return c.body(problemText(input), input.status, { 'content-type': PROBLEM_TYPE, ...ending });
}

/** The answer to a refusal of the domain. */
export function problemOf(c: Context, error: DomainError): Response {
  return problem(c, {
    status: STATUS_BY_CODE[error.code] ?? 400,
    code: error.code,
    detail: error.message,
    fields: (error as { fields?: unknown }).fields,
  });
}
