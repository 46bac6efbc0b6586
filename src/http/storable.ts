/**
 * Whether every text in a value can be stored: PostgreSQL takes no NUL, and half of a surrogate pair is no text. Without
 * recursion, since a body may be nested as deep as it is long.
 */
export function isStorable(value: unknown): boolean {
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === 'string' && (one.includes('\0') || !one.isWellFormed())) return false;
    if (typeof one === 'object' && one !== null) for (const inner of Object.values(one)) left.push(inner);
  }
  return true;
}

export const UNSTORABLE = 'holds a NUL or half of a surrogate pair, which no text can. Leave it out';
