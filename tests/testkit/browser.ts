import { type Browser, chromium } from 'playwright-core';
import { findOnPath } from '../../scripts/lib/processes.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

/** A real Chromium without a window. Its look-ups of its maker's services are off. */
export async function openBrowser(): Promise<Browser> {
  const program = PROGRAMS.map(findOnPath).find((found) => found !== null);
  if (!program) throw new Error('There is no Chromium on the PATH. `npm test` installs it.');
  return chromium.launch({
    executablePath: program,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
