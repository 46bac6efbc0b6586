import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '../compose.ts';
import type { ApiContext } from '../schema/api-context.ts';
import type { Auth } from './auth/create-auth.ts';
import type { FindCaller } from './auth/find-caller.ts';
import type { KeyLimiter } from './auth/key-limiter.ts';

/** What the doors of the `http` process use. */
export type HttpApp = App<'http'> & {
  readonly auth: Auth;
  readonly findCaller: FindCaller;
  readonly keyLimiter: KeyLimiter;
  readonly queueDeliveries: ApiContext['app']['queueDeliveries'];
};

/** The server on which every door is mounted. */
export type HttpServer = OpenAPIHono<{ Bindings: HttpBindings }>;
