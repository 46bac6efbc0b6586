import type { MemberRole as Role } from '../../domain/identity/permissions.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';

export const MemberRole = builder.enumType('MemberRole', {
  description: 'What a person may do in a store.',
  values: enumValues<Role>({
    owner: 'Everything, credentials and the team included.',
    staff: 'Sees stock, lives, orders and conversations; changes nothing of them.',
    moderator: 'Sees one live, its comments and its conversations, and nothing else.',
  }),
});
