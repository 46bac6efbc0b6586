import path from 'node:path';
import { defineConfig } from 'vitest/config';

// The money paths are covered whole; see "How we build" in README.md.
const WHOLE = { statements: 100, branches: 100, functions: 100, lines: 100 };

export default defineConfig({
  // Vitest picks another copy of graphql for our files than Node does for the packages; two copies do not know each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: path.resolve('node_modules/graphql/index.mjs') }] },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/testkit/servers.ts'],
    setupFiles: ['tests/testkit/after-each.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/generated/**'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportsDirectory: 'coverage',
      thresholds: {
        statements: 80,
        branches: 80,
        functions: 80,
        lines: 80,
        'src/domain/inventory/**': WHOLE,
        'src/domain/payments/**': WHOLE,
      },
    },
  },
});
