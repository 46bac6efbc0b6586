import { builder } from '../../schema/builder.ts';
import { Viewer } from '../../schema/identity/viewer.ts';
import { sellerOf } from '../caller.ts';

builder.queryField('viewer', (t) =>
  t.prismaField({
    type: Viewer,
    description: 'The signed-in person and their stores: start here to learn the ids.',
    resolve: (query, _root, _args, context) =>
      context.app.db.seller.findUniqueOrThrow({ ...query, where: { id: sellerOf(context) } }),
  }),
);
