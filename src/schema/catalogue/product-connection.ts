import type { Prisma } from '../../generated/prisma/client.ts';
import { builder } from '../builder.ts';
import { ProductRef } from './product.ts';

const ProductEdge = builder.edgeObject({ name: 'ProductEdge', type: ProductRef });

type Counted = { readonly totalCount?: number | (() => Promise<number>) | undefined };

/** One type for every list of products, whoever reads it from the database. */
export const ProductConnection = builder.connectionObject(
  {
    name: 'ProductConnection',
    type: ProductRef,
    fields: (t) => ({
      totalCount: t.int({
        description:
          'How many there are in the whole list. Costs a query of its own: leave it out when you do not show it.',
        extensions: { pothosPrismaTotalCount: true },
        resolve: (parent) => {
          const { totalCount } = parent as Counted;
          return typeof totalCount === 'function' ? totalCount() : (totalCount ?? 0);
        },
      }),
    }),
  },
  ProductEdge,
);

/** Products by name, those whose name or SKU contains the words when there are any. */
export function productsOfStore(search: string | null | undefined) {
  const order = { orderBy: [{ name: 'asc' }, { id: 'asc' }] } satisfies {
    orderBy: Prisma.ProductOrderByWithRelationInput[];
  };
  if (!search) return order;
  // Prisma hands wildcards through.
  const contains = { contains: search.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } as const;
  return { ...order, where: { OR: [{ name: contains }, { sku: contains }] } };
}
