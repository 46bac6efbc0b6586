import { applyMigrations } from './lib/migrations.ts';

const url = process.env['DATABASE_URL'];
if (!url) {
  console.error(
    'DATABASE_URL is missing. Set it to the PostgreSQL that should be migrated; `npm start` migrates its own.',
  );
  process.exit(1);
}
const applied = await applyMigrations(url);
console.log(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'Nothing to apply.');
