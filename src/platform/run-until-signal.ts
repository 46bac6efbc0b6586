/**
 * Resolves when the process is asked to end: SIGTERM, SIGINT, or the supervisor that started it is gone. Until then
 * an idle process stays alive.
 */
export function untilAskedToEnd(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
    if (process.send) process.once('disconnect', () => resolve('the supervisor is gone'));
  });
}
