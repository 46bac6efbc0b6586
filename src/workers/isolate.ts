import { ZodError } from 'zod';

/**
 * Runs a batch, and when what one of it holds is at fault, each alone, in order: one odd entry holds up none of the others.
 * Answers the errors by entry; an error that concerns all of them, such as a database that is away, is one of each.
 */
export async function isolate<T>(
  all: readonly T[],
  run: (some: readonly T[]) => Promise<void>,
): Promise<ReadonlyMap<T, unknown>> {
  try {
    await run(all);
    return new Map();
  } catch (error) {
    if (all.length === 1 || !isOfContent(error)) return new Map(all.map((one) => [one, error]));
  }
  const failures = new Map<T, unknown>();
  for (const one of all) {
    for (const [failed, reason] of await isolate([one], run)) failures.set(failed, reason);
  }
  return failures;
}

/** Whether the content of a row or a body was refused. Source: PostgreSQL, appendix A, classes 22 and 23. */
function isOfContent(error: unknown): boolean {
  if (error instanceof ZodError || error instanceof SyntaxError) return true;
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return /^2[23]/.test(String((error as { code?: unknown } | null)?.code ?? ''));
}
