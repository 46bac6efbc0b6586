import type { Server } from 'node:http';

/** Listens on any port of loopback, tells it to the process that started this one, and ends with it. */
export function whenReady(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
  });
  process.once('disconnect', () => process.exit());
}
