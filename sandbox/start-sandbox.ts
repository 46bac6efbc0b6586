import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { createSandbox } from './create-sandbox.ts';
import type { SandboxSettings } from './settings.ts';

export type RunningSandbox = { readonly url: string; close(): Promise<void> };

/** Listens with every vendor and the viewer page; port 0 takes any free one. `close` waits for webhooks on their way. */
export async function startSandbox(
  settings: SandboxSettings,
  options: { readonly now?: () => number } = {},
): Promise<RunningSandbox> {
  const { app, close } = createSandbox(settings, options);
  const server = await new Promise<Server>((resolve, reject) => {
    const started = serve({ fetch: app.fetch, port: settings.port, hostname: settings.host }, () =>
      resolve(started),
    ) as Server;
    started.once('error', reject);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : settings.port;
  return {
    url: `http://${settings.host}:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await close();
      server.closeAllConnections();
      await closed;
    },
  };
}
