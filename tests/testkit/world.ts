import { freePort } from '../../scripts/lib/free-port.ts';
import { type App, compose } from '../../src/compose.ts';
import { startHttp } from '../../src/http/main.ts';
import { startWorkers } from '../../src/workers/main.ts';
import { startTimers } from '../../src/workers/timers/main.ts';
import { createTestEnvironment } from './app.ts';
import { testLog } from './logs.ts';
import { startTestSandbox } from './sandbox.ts';

/** The whole product and its sandbox, in this process, on free ports and a database of its own. */
export type World = AsyncDisposable & {
  /** Where the server listens. */
  readonly baseUrl: string;
  readonly sandboxUrl: string;
  readonly env: Readonly<Record<string, string>>;
  readonly app: App<'http'>;
  readonly timersApp: App<'timers'>;
};

/**
 * `given` overrides settings: a BASE_URL of its own is the address that browsers and buyers use. Without timers a test
 * starts what the clock would.
 */
export async function startWorld(
  given: Record<string, string> = {},
  options: { readonly withTimers: boolean } = { withTimers: true },
): Promise<World> {
  const { PORT, ...overrides } = given;
  const port = PORT ? Number(PORT) : await choosePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const sandbox = await startTestSandbox(baseUrl);
  const { env, drop } = await createTestEnvironment({
    BASE_URL: baseUrl,
    PORT: String(port),
    SANDBOX_URL: sandbox.url,
    ...overrides,
  });
  const settings = { env, directory: 'config', logTo: testLog };
  const app = await compose({ role: 'http', ...settings });
  const workersApp = await compose({ role: 'workers', ...settings });
  const timersApp = await compose({ role: 'timers', ...settings });
  const http = await startHttp(app);
  const workers = await startWorkers(workersApp);
  const timers = options.withTimers ? startTimers(timersApp) : null;
  return {
    baseUrl,
    sandboxUrl: sandbox.url,
    env,
    app,
    timersApp,
    async [Symbol.asyncDispose]() {
      await http.close();
      await timers?.stop();
      await workers.drain(5_000);
      await sandbox.close();
      for (const composed of [app, workersApp, timersApp]) await composed[Symbol.asyncDispose]();
      await drop();
    },
  };
}

/** A port that is free now, chosen at random so that test files running side by side do not meet. */
export function choosePort(): Promise<number> {
  return freePort(20_000 + Math.floor(Math.random() * 10_000));
}
