import { builder } from '../../schema/builder.ts';
import { uuidOf } from '../../schema/global-id.ts';
import { LiveEvent } from '../../schema/live/live-event.ts';
import { findOwn } from '../../schema/own-stores.ts';
import { FIELD_ACCESS } from '../access.ts';

builder.queryField('liveEvent', (t) =>
  t.prismaField({
    type: LiveEvent,
    nullable: true,
    description: 'A live of one of your stores. Null when there is none with this id.',
    args: { id: t.arg.id({ required: true, description: 'Global id of the LiveEvent.' }) },
    resolve: (query, _root, args, context) => {
      const id = uuidOf('LiveEvent', args.id);
      return id === args.id
        ? null
        : context.app.db.liveEvent.findUnique({
            ...query,
            where: findOwn(id, context, FIELD_ACCESS['Query.liveEvent']),
          });
    },
  }),
);
