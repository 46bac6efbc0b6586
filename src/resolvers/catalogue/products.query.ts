import { formatPrismaCursor } from '@pothos/plugin-prisma';
import { countProducts, listProducts } from '../../domain/catalogue/list-products.ts';
import { requireStoreOfKey } from '../../domain/partners/scopes.ts';
import { builder } from '../../schema/builder.ts';
import { ProductRef } from '../../schema/catalogue/product.ts';
import { ProductConnection } from '../../schema/catalogue/product-connection.ts';
import { uuidOf } from '../../schema/global-id.ts';
import { idAfter, pageSize } from '../../schema/page.ts';
import { STORE_ID } from '../../schema/texts.ts';
import { requireStore, sellerOf } from '../caller.ts';

// The read that pages open most: one statement of our own instead of Prisma's, membership included.
builder.queryField('products', (t) =>
  t.connection(
    {
      type: ProductRef,
      description: 'Products of a store, by name. Error NOT_FOUND when the store is not yours.',
      args: {
        storeId: t.arg.id({ required: true, description: STORE_ID }),
        search: t.arg.string({ description: 'Part of a name or SKU, in any case.' }),
      },
      resolve: async (_root, args, context) => {
        const input = {
          storeId: uuidOf('Store', args.storeId),
          sellerId: sellerOf(context),
          search: args.search ?? null,
        };
        requireStoreOfKey(context.caller?.key, input.storeId);
        if (input.storeId === args.storeId) await requireStore(context, 'Query.products', args.storeId);
        const size = pageSize(args.first);
        const rows = await listProducts(context.app.pool, { ...input, afterId: idAfter(args.after), limit: size + 1 });
        // Nothing: the store is empty, or not the caller's.
        if (rows.length === 0) await requireStore(context, 'Query.products', args.storeId);
        const edges = rows.slice(0, size).map((node) => ({ cursor: formatPrismaCursor(node, 'id'), node }));
        return {
          edges: edges as never,
          pageInfo: {
            hasNextPage: rows.length > size,
            hasPreviousPage: args.after != null,
            startCursor: edges[0]?.cursor ?? null,
            endCursor: edges.at(-1)?.cursor ?? null,
          },
          totalCount: () => countProducts(context.app.pool, input),
        };
      },
    },
    ProductConnection,
  ),
);
