import { createHash } from 'node:crypto';
import { z } from 'zod';

const DAY_MS = 86_400_000;

// Ids of Meta are printable ASCII; anything else could not be stored, and would hold up the batch that it travels in.
export const idModel = z.string().regex(/^[\x21-\x7e]{1,200}$/);

/** When a post arrived. */
export type Received = { readonly at: Date; readonly iso: string };

// PostgreSQL stores no NUL, and half of a surrogate pair is no text anywhere.
export function cleanText(text: string, maxChars: number): string {
  return text.replaceAll('\u0000', '').slice(0, maxChars).toWellFormed();
}

// Feed times are seconds, Messenger times milliseconds. What lies in the future or before Facebook is no time.
export function toIso(time: number | null | undefined, received: Received): string {
  const ms = time && time < 1e11 ? time * 1_000 : (time ?? 0);
  return isTime(ms, received) ? new Date(ms).toISOString() : received.iso;
}

export function isTime(ms: number, received: Received): boolean {
  return ms > Date.UTC(2004, 0) && ms < received.at.getTime() + DAY_MS;
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}
