import { type PageAccess, SendError } from '../messaging/graph.ts';
import type { MetaPages } from './meta-pages.ts';
import { missingFields, OPTIONAL_PAGE_FIELDS, PAGE_FIELDS } from './page-fields.ts';

/** `missing`: needed fields that were off. `subscribed`: all that are on now. `refused`: optional ones that Meta does not take. */
export type Subscribed = {
  readonly missing: readonly string[];
  readonly subscribed: readonly string[];
  readonly refused: readonly string[];
};

/** Subscribes what is off of a Page, and reads it back. What Meta refused before is not asked for again. @throws SendError. */
export async function subscribePage(
  pages: MetaPages,
  input: { readonly page: PageAccess; readonly refused: readonly string[] },
): Promise<Subscribed> {
  const { page, refused } = input;
  const before = await pages.readSubscribedFields(page);
  const missing = missingFields(before);
  const wished = OPTIONAL_PAGE_FIELDS.filter((field) => !refused.includes(field));
  if (missing.length === 0 && wished.every((field) => before.includes(field)))
    return { missing, subscribed: before, refused };
  await subscribe(pages, page, wished);
  const subscribed = await pages.readSubscribedFields(page);
  return { missing, subscribed, refused: OPTIONAL_PAGE_FIELDS.filter((field) => !subscribed.includes(field)) };
}

/** One unknown name makes Meta refuse the whole list; then each is tried by itself. */
async function subscribe(pages: MetaPages, page: PageAccess, wished: readonly string[]): Promise<void> {
  if (await isTaken(pages.subscribe(page, [...PAGE_FIELDS, ...wished]))) return;
  let taken: readonly string[] = PAGE_FIELDS;
  await pages.subscribe(page, taken);
  for (const field of wished) if (await isTaken(pages.subscribe(page, [...taken, field]))) taken = [...taken, field];
}

async function isTaken(call: Promise<void>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof SendError && error.verdict === 'never') return false;
    throw error;
  }
}
