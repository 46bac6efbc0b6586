import { z } from 'zod';
import { fromGlobalId } from '../../schema/global-id.ts';

/** Ids of a bulk mutation. */
export const deadLetterIds = () =>
  z.array(z.string()).min(1, 'Expected at least one id').max(100, 'Expected at most 100 ids');

/** The UUIDs of those global ids that are ones of dead letters. */
export function uuidsOf(globalIds: readonly string[]): readonly string[] {
  return globalIds.flatMap((globalId) => {
    const parts = fromGlobalId(globalId);
    return parts?.typename === 'DeadLetter' ? [parts.id] : [];
  });
}
