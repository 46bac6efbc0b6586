import { createServer } from 'node:net';

/** The wished TCP port of loopback when it is free, else the next free one. `0` asks for any. */
export async function freePort(wished: number): Promise<number> {
  for (let port = wished; port < wished + 100; port += 1) {
    const found = await tryPort(port);
    if (found !== null) return found;
  }
  throw new Error(`The ports ${wished} to ${wished + 99} are all taken. End what uses them and try again.`);
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
