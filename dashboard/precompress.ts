import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(?:js|css|svg|json)$/;
const SMALL_BYTES = 1_024;

/** Writes a .br and a .gz beside every text file of the build, so that the server never compresses while it answers. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    // Read back from the disk: Vite still edits chunks after every other hook has seen them.
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle)) {
        const file = path.join(dir, name);
        const source = readFileSync(file);
        if (!TEXT.test(name) || source.length < SMALL_BYTES) continue;
        writeFileSync(`${file}.br`, brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
        writeFileSync(`${file}.gz`, gzipSync(source, { level: 9 }));
      }
    },
  };
}
