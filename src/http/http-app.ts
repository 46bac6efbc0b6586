import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '../compose.ts';
import type { Auth } from './auth/create-auth.ts';
import type { FindCaller } from './auth/find-caller.ts';

/** What the doors of the `http` process use. */
export type HttpApp = App<'http'> & { readonly auth: Auth; readonly findCaller: FindCaller };

/** The server on which every door is mounted. */
export type HttpServer = OpenAPIHono<{ Bindings: HttpBindings }>;
