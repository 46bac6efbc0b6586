const NOTICE_MS = 7 * 86_400_000;

/** Whether a connection that ends then has seven days or less. One without an end never has. */
export function isEnding(expiresAt: string | null, nowMs: number): expiresAt is string {
  return expiresAt !== null && Date.parse(expiresAt) - nowMs <= NOTICE_MS;
}
