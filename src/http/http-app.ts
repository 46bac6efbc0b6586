import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '../compose.ts';
import type { ApiContext } from '../schema/api-context.ts';
import type { Auth } from './auth/create-auth.ts';
import type { Caller, FindCaller } from './auth/find-caller.ts';
import type { Revocations } from './auth/revocations.ts';

/** What the doors of the `http` process use beside the application. */
export type Identity = {
  readonly auth: Auth;
  readonly revocations: Revocations;
  readonly findCaller: FindCaller;
  /** Whether a person may change nothing before they enrol in a second factor. */
  readonly isSecondFactorDue: (caller: Caller) => Promise<boolean>;
};
export type HttpApp = App<'http'> &
  Identity & {
    readonly publishAgain: ApiContext['app']['publishAgain'];
    readonly queueDeliveries: ApiContext['app']['queueDeliveries'];
  };

/** What travels with a request: Node's own objects, and who is calling once that was looked up. */
export type HttpEnv = { Bindings: HttpBindings; Variables: { caller?: Caller | null } };

/** The server on which every door is mounted. */
export type HttpServer = OpenAPIHono<HttpEnv>;
