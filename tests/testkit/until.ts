/** Asks again and again until the answer is neither undefined, null nor false, and returns it; fails after `timeoutMs`. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer> | Answer,
  timeoutMs = 15_000,
): Promise<NonNullable<Exclude<Answer, false>>> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false)
      return answer as NonNullable<Exclude<Answer, false>>;
    if (Date.now() > deadlineMs) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
