import type { CodegenConfig } from '@graphql-codegen/cli';

/** schema.graphql (printed from the server) to typed documents for the dashboard. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['dashboard/src/**/*.{ts,tsx}', '!dashboard/src/generated/**'],
  ignoreNoDocuments: true,
  generates: {
    'dashboard/src/generated/': {
      preset: 'client',
      presetConfig: {
        fragmentMasking: { unmaskFunctionName: 'readFragment' },
        skipIndexFile: true,
        // The dashboard sends the hash of an operation; the build ships the list that the server looks it up in.
        persistedDocuments: { mode: 'embedHashInDocument', hashAlgorithm: 'sha256' },
      },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
        strictScalars: true,
        scalars: { BigInt: 'string', DateTime: 'string' },
      },
    },
  },
};

export default config;
