import { ensureDependencies, runOnNode24 } from './lib/install.mjs';

ensureDependencies();
process.exitCode = await runOnNode24('scripts/start.ts', process.argv.slice(2));
