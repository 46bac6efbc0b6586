import { readFileSync } from 'node:fs';
import path from 'node:path';
import { formatDocument, stringifyDocument } from '@urql/core';
import { parse } from 'graphql';
import type { Plugin } from 'vite';

const GENERATED = path.join(import.meta.dirname, 'src/generated/persisted-documents.json');

/** Writes operations.json beside the pages: what the server runs for the ids that they send. It is never served. */
export function persistedOperations(): Plugin {
  return {
    name: 'persisted-operations',
    apply: 'build',
    generateBundle() {
      const written = JSON.parse(readFileSync(GENERATED, 'utf8')) as Record<string, string>;
      // With the type names that the client's cache needs, as it would have added them itself.
      const texts = Object.entries(written).map(([id, text]) => [id, stringifyDocument(formatDocument(parse(text)))]);
      this.emitFile({ type: 'asset', fileName: 'operations.json', source: JSON.stringify(Object.fromEntries(texts)) });
    },
  };
}
