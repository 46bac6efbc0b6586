import { defineConfig } from 'prisma/config';

// `generate` needs an address, not a database: without one in the environment a dummy keeps it offline.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://postgres@127.0.0.1:5432/postgres' },
});
