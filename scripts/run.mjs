// Runs a TypeScript script of ours on the project's own Node: node scripts/run.mjs <file> [arguments]
import { ensureDependencies, runOnNode24 } from './lib/install.mjs';

const [file, ...args] = process.argv.slice(2);
ensureDependencies();
process.exitCode = await runOnNode24(file, args);
