import type { App } from '../compose.ts';
import type { Auth } from './auth/create-auth.ts';
import type { FindCaller } from './auth/find-caller.ts';

/** What the doors of the `http` process use. */
export type HttpApp = App<'http'> & { readonly auth: Auth; readonly findCaller: FindCaller };
