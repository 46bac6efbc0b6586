import { builder } from '../../schema/builder.ts';
import { uuidOf } from '../../schema/global-id.ts';
import { Store } from '../../schema/identity/store.ts';
import { ownStore } from '../../schema/own-stores.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { FIELD_ACCESS } from '../access.ts';

builder.queryField('store', (t) =>
  t.prismaField({
    type: Store,
    nullable: true,
    description: 'A store of yours. Null when there is none with this id.',
    args: { id: t.arg.id({ required: true, description: STORE_ID }) },
    resolve: (query, _root, args, context) => {
      const id = uuidOf('Store', args.id);
      return id === args.id
        ? null
        : context.app.db.store.findUnique({
            ...query,
            where: { id, ...ownStore(context, FIELD_ACCESS['Query.store']) },
          });
    },
  }),
);
