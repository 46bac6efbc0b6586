/**
 * Tells the supervisor that this process is ready, and resolves when it is asked to end: SIGTERM, SIGINT, or the
 * supervisor is gone. Until then an idle process stays alive.
 */
export function untilAskedToEnd(): Promise<string> {
  return new Promise((resolve) => {
    const end = (signal: string) => {
      // The channel to the supervisor would keep the process alive after its work is done.
      process.channel?.unref();
      resolve(signal);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(signal));
    if (process.send) process.once('disconnect', () => resolve('the supervisor is gone'));
    // Last: who hears it may ask to end at once.
    process.send?.('ready');
  });
}
