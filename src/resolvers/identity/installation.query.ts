import { readInstallation } from '../../domain/identity/read-installation.ts';
import { builder } from '../../schema/builder.ts';
import { Installation } from '../../schema/identity/support.ts';
import { requireSuperAdmin } from '../caller.ts';

builder.queryField('installation', (t) =>
  t.field({
    type: Installation,
    description: 'The installation in numbers. For its support people; FORBIDDEN to everybody else.',
    resolve: async (_root, _args, context) => {
      await requireSuperAdmin(context, 'Query.installation');
      return readInstallation(context.beyondWall.pool);
    },
  }),
);
