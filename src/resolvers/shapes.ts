import { z } from 'zod';

/** One line of text, without blanks around it. */
export const line = (maxChars: number) =>
  z
    .string()
    .trim()
    .min(1, 'Expected a text, got none')
    .max(maxChars, `Expected up to ${maxChars} characters`)
    .regex(/^\P{Cc}*$/u, 'Expected one line without control characters');

/** An id that Facebook gave: digits, and an underscore between the parts of a post id. */
export const fbId = () => z.string().regex(/^\w[\w-]{0,99}$/, 'Expected an id of Facebook: letters, digits, - and _');

/** Units of stock. */
export const units = (min: number) =>
  z.int().min(min, `Expected ${min} or more`).max(1_000_000, 'Expected up to 1000000');

/** A secret of a vendor. */
export const secret = () =>
  z
    .string()
    .trim()
    .min(8, 'Expected the whole token')
    .max(2_000, 'Expected up to 2000 characters')
    .regex(/^\S+$/, 'Expected a token without blanks');
