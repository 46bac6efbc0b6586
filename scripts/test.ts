import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureDashboard, ensureDatabaseClient } from './lib/build.ts';
import { ROOT } from './lib/root.ts';
import { ensureProgram } from './lib/system-package.ts';

type Tally = { passed: number; failed: number };

const REPORT = path.join(ROOT, '.data/test-report.json');

const CHECKS = [
  { name: 'types', command: ['tsc'] },
  { name: 'types of the dashboard', command: ['tsc', '-p', 'dashboard'] },
  { name: 'lint and format', command: ['biome', 'ci', '--log-level=error'] },
  { name: 'unused code and packages', command: ['knip'] },
] as const;

const only = process.argv.slice(2);

/**
 * `npm test`: sets up what the tests need, runs checks and tests, and ends with `N passed, N failed`.
 * `npm test -- <path>`: only the tests below the path, without the checks.
 */
async function test(): Promise<Tally> {
  await ensureProgram({ program: 'redis-server', debian: 'redis-server', brew: 'redis' });
  await ensureProgram({ program: 'chromium', debian: 'chromium', brew: 'chromium' });
  await ensureDatabaseClient();
  await ensureDashboard();
  const tally: Tally = { passed: 0, failed: 0 };
  for (const check of only.length > 0 ? [] : CHECKS) {
    const code = await runTool(check.command);
    console.log(`${code === 0 ? '✓' : '✗'} ${check.name}`);
    add(tally, code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  }
  add(tally, await runTests());
  return tally;
}

async function runTests(): Promise<Tally> {
  mkdirSync(path.dirname(REPORT), { recursive: true });
  rmSync(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const code = await runTool(['vitest', 'run', ...(only.length > 0 ? only : ['--coverage']), ...reporters]);
  if (!existsSync(REPORT)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(REPORT, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  // Vitest also fails for missed coverage and for errors outside of any test: they count as one.
  const failedOutside = code !== 0 && report.numFailedTests === 0 ? 1 : 0;
  return { passed: report.numPassedTests, failed: report.numFailedTests + failedOutside };
}

function add(sum: Tally, more: Tally): void {
  sum.passed += more.passed;
  sum.failed += more.failed;
}

function runTool([program, ...args]: readonly string[]): Promise<number> {
  const child = spawn(program ?? '', args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
  });
}

const tally = await test().catch((error: Error): Tally => {
  console.error(error.message);
  return { passed: 0, failed: 1 };
});
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
