import { MARK } from './fill-shop.ts';

/** What of the store stands in an answer: its marked texts, or an id that the caller did not send. */
export function leaks(answer: unknown, secret: readonly string[]): readonly string[] {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return [MARK, ...secret].filter((word) => decoded(text).includes(word));
}

/** A text and what its global ids say. */
export function decoded(text: string): string {
  const ids = [...text.matchAll(/[\w-]{40,}/g)].map(([word]) => Buffer.from(word, 'base64url').toString('utf8'));
  return `${text} ${ids.join(' ')}`;
}
