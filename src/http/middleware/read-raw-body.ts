import type { IncomingMessage } from 'node:http';

/**
 * Reads the body as the bytes that came; nothing is parsed. `too-long`: it exceeds `maxBytes`, and what is left of it
 * was not kept. `cut-off`: the sender went away in the middle.
 */
export function readRawBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-long' | 'cut-off'> {
  // The bytes come from Node itself: a web stream around them costs half of the rate.
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve('too-long');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const keep = (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes <= maxBytes) return chunks.push(chunk);
      incoming.off('data', keep).pause();
      resolve('too-long');
    };
    incoming.on('data', keep);
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', () => resolve('cut-off'));
  });
}
