// Longer than the supervisor waits before it ends a process itself.
const PROCESS_DEADLINE_MS = 20_000;
/** For a supervisor, which ends its processes one after the other. */
export const SUPERVISOR_DEADLINE_MS = 90_000;

/**
 * Tells the supervisor that this process is ready, and resolves when it is asked to end: SIGTERM, SIGINT, or the
 * supervisor is gone. Until then an idle process stays alive. What has not ended `deadlineMs` later is cut off: nobody
 * might be left to do it, and what was in hand is taken up by others as after a crash.
 */
export function untilAskedToEnd(deadlineMs = PROCESS_DEADLINE_MS): Promise<string> {
  return new Promise((resolve) => {
    const end = (reason: string) => {
      // The channel to the supervisor would keep the process alive after its work is done.
      process.channel?.unref();
      setTimeout(() => process.exit(1), deadlineMs).unref();
      resolve(reason);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(signal));
    if (process.send) process.once('disconnect', () => end('the supervisor is gone'));
    // Last: who hears it may ask to end at once.
    process.send?.('ready');
  });
}
