import { refused } from '../../schema/page.ts';
import { line } from '../shapes.ts';

export const REASON =
  'Why the store is read, such as a ticket: 5 to 200 characters. It stands in the audit log of the store.';
const reasonModel = line(200).min(5, 'Expected 5 characters or more');

/** The reason without blanks around it. @throws GraphQLError BAD_USER_INPUT */
export function reasonOf(given: string): string {
  const reason = reasonModel.safeParse(given);
  if (reason.success) return reason.data;
  throw refused('reason', `${reason.error.issues[0]?.message ?? 'It does not fit'}.`);
}
