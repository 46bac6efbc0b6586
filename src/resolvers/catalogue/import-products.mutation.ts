import { z } from 'zod';
import { importProducts } from '../../domain/catalogue/import-products.ts';
import { plainText } from '../../domain/catalogue/plain-text.ts';
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts';
import { builder } from '../../schema/builder.ts';
import { ProductRef } from '../../schema/catalogue/product.ts';
import { INPUT, STORE_ID } from '../../schema/texts.ts';
import { asked } from '../asked.ts';
import { requireStore, sellerOf } from '../caller.ts';
import { line, units } from '../shapes.ts';

const PRICE_MAX = 1_000_000_000_000n;

const productModel = z.object({
  sku: line(100),
  name: z.string().transform(plainText).pipe(line(200)),
  description: z
    .string()
    .max(2_000, 'Expected up to 2000 characters')
    .regex(/^[^\0]*$/, 'Expected a text without NUL')
    .transform(plainText)
    .nullish(),
  priceMinor: z.bigint().min(0n, 'Expected 0 or more').max(PRICE_MAX, `Expected up to ${PRICE_MAX}`),
  onHandUnits: units(0),
  color: line(40).nullish(),
  size: line(40).nullish(),
  claimCode: line(20).nullish(),
  groupKey: line(100).nullish(),
  keywords: z.array(line(60)).max(30, 'Expected up to 30').nullish(),
  imageUrl: z
    .url({ protocol: /^https?$/, error: 'Expected an address such as https://example.com/a.jpg' })
    .max(2_000)
    .nullish(),
});

const ProductInput = builder.inputType('ProductInput', {
  description: 'A SKU as the store should have it. What is left out is emptied on a product that exists.',
  fields: (t) => ({
    sku: t.string({ required: true, description: 'Unique in the store, up to 100 characters, such as POL-ROJ-M.' }),
    name: t.string({ required: true, description: 'Name that buyers see, up to 200 characters.' }),
    description: t.string({ description: 'Text for buyers.' }),
    priceMinor: t.field({
      type: 'BigInt',
      required: true,
      description: 'Price of one unit in minor units of the store’s currency: "15990" is CLP 15.990.',
    }),
    onHandUnits: t.int({
      required: true,
      description:
        'Units on the shelf, held ones included: not fewer than are held. The difference is booked as an adjustment.',
    }),
    color: t.string({ description: 'Colour, such as rojo.' }),
    size: t.string({ description: 'Size, such as M.' }),
    claimCode: t.string({ description: 'Short code that buyers type in a comment. Variants of a model may share it.' }),
    groupKey: t.string({ description: 'The same for all variants of a model.' }),
    keywords: t.stringList({ description: 'Other words by which buyers call it, up to 30.' }),
    imageUrl: t.string({ description: 'Address of a picture.' }),
  }),
});

const ImportProductsInput = builder.inputType('ImportProductsInput', {
  description: 'Products of a store.',
  fields: (t) => ({
    storeId: t.id({ required: true, description: STORE_ID }),
    products: t.field({ type: [ProductInput], required: true, description: '1 to 500 products, each SKU once.' }),
  }),
  validate: z.object({
    storeId: z.string(),
    products: z.array(productModel).min(1, 'Expected at least one product').max(500, 'Expected up to 500 products'),
  }),
});

builder.mutationField('importProducts', (t) =>
  t.prismaField({
    type: [ProductRef],
    description:
      'Creates the products that the store does not have and replaces those it has, by SKU: all or none. Importing the same again changes nothing.',
    complexity: { field: 50, multiplier: 20 },
    errors: {
      types: [InvalidInputError, NotFoundError],
      dataField: { description: 'The products, in the order given.' },
    },
    args: { input: t.arg({ type: ImportProductsInput, required: true, description: INPUT }) },
    resolve: async (query, _root, { input }, context) => {
      const storeId = await requireStore(context, 'Mutation.importProducts', input.storeId);
      const ids = await importProducts(context.app, {
        storeId,
        actorId: sellerOf(context),
        products: input.products.map((product) => ({
          ...product,
          description: product.description ?? '',
          color: product.color ?? null,
          size: product.size ?? null,
          claimCode: product.claimCode ?? null,
          groupKey: product.groupKey ?? null,
          keywords: product.keywords ?? [],
          imageUrl: product.imageUrl ?? null,
        })),
      });
      const products = await context.app.db.product.findMany({ ...asked(query), where: { id: { in: [...ids] } } });
      const place = new Map(ids.map((id, at) => [id, at]));
      return products.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
    },
  }),
);
