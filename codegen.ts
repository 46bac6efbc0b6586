import type { CodegenConfig } from '@graphql-codegen/cli';

const TYPES = {
  useTypeImports: true,
  enumsAsTypes: true,
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  strictScalars: true,
  scalars: { BigInt: 'string', DateTime: 'string' },
} as const;

/** schema.graphql (printed from the server) to typed documents for the dashboard and for the example of a partner. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  ignoreNoDocuments: true,
  generates: {
    'dashboard/src/generated/': {
      documents: ['dashboard/src/**/*.{ts,tsx}', '!dashboard/src/generated/**'],
      preset: 'client',
      presetConfig: {
        fragmentMasking: { unmaskFunctionName: 'readFragment' },
        skipIndexFile: true,
        // The dashboard sends the hash of an operation; the build ships the list that the server looks it up in.
        persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: 'sha256' },
      },
      config: TYPES,
    },
    'examples/partner/generated/': {
      documents: ['examples/partner/operations.graphql'],
      preset: 'client',
      presetConfig: { fragmentMasking: false, skipIndexFile: true },
      // A document is its text: the partner's program needs no package to send it.
      config: { ...TYPES, documentMode: 'string' },
    },
  },
};

export default config;
