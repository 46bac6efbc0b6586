/**
 * Tells the supervisor that this process is ready, and resolves when it is asked to end: SIGTERM, SIGINT, or the
 * supervisor is gone. Until then an idle process stays alive.
 */
export function untilAskedToEnd(): Promise<string> {
  process.send?.('ready');
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
    if (process.send) process.once('disconnect', () => resolve('the supervisor is gone'));
  });
}
