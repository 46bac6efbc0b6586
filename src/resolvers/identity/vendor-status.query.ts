import type { BreakerState } from '../../platform/net/breaker.ts';
import type { VendorState } from '../../platform/net/circuits.ts';
import { builder } from '../../schema/builder.ts';
import { enumValues } from '../../schema/enum-values.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore } from '../caller.ts';

const CircuitState = builder.enumType('CircuitState', {
  description: 'Whether calls to a vendor are made.',
  values: {
    ...enumValues<Exclude<BreakerState, 'half-open'>>({
      closed: 'They are: the vendor works.',
      open: 'None is made for a while, because too many failed. What waits is tried later by itself.',
    }),
    HALF_OPEN: { value: 'half-open' as BreakerState, description: 'One call tries whether the vendor is back.' },
  },
});

const VendorStatusRef = builder.objectRef<VendorState>('VendorStatus').implement({
  description: 'How it stands with a service that the installation needs.',
  fields: (t) => ({
    vendor: t.exposeString('vendor', { description: 'Its name, such as facebook or mercadopago.' }),
    state: t.field({ type: CircuitState, description: 'Whether it is called.', resolve: ({ state }) => state }),
    since: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is in trouble; null when it is not.',
      resolve: ({ sinceMs }) => (sinceMs === null ? null : new Date(sinceMs)),
    }),
  }),
});

builder.queryField('vendorStatus', (t) =>
  t.field({
    type: [VendorStatusRef],
    description:
      'Services that the installation needs, as all its processes see them. Owners only. Error NOT_FOUND when the store is not yours.',
    args: { storeId: t.arg.id({ required: true, description: STORE_ID }) },
    resolve: async (_root, args, context) => {
      await requireStore(context, 'Query.vendorStatus', args.storeId);
      return context.app.circuits.read();
    },
  }),
);
