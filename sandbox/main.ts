import { readSettings } from './settings.ts';
import { startSandbox } from './start-sandbox.ts';

const sandbox = await startSandbox(readSettings(process.env));
console.log(`The sandbox of vendors is ready: ${sandbox.url}`);
process.send?.('ready');
await untilAskedToEnd();
await sandbox.close();
// The channel to the supervisor would keep the process alive.
if (process.connected) process.disconnect();

/** SIGTERM, SIGINT, or the process that started this one is gone. */
function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
    if (process.send) process.once('disconnect', () => resolve());
  });
}
