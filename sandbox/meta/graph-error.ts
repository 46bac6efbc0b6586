import { randomBytes } from 'node:crypto';

/** A refusal in Meta's form. Source: Graph API, error handling; Messenger Platform, error codes (2026-06-25). */
export class GraphError extends Error {
  readonly code: number;
  readonly subcode: number | undefined;
  constructor(code: number, message: string, subcode?: number) {
    super(message);
    this.code = code;
    this.subcode = subcode;
  }
}

export function toErrorBody(error: GraphError): object {
  return {
    error: {
      message: error.message,
      type: 'OAuthException',
      code: error.code,
      ...(error.subcode === undefined ? {} : { error_subcode: error.subcode }),
      is_transient: false,
      fbtrace_id: `A${randomBytes(9).toString('base64url')}`,
    },
  };
}

export const notFound = (id: string): GraphError =>
  new GraphError(
    100,
    `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    33,
  );
