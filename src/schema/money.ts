import { builder } from './builder.ts';

export type Money = { readonly amountMinor: bigint | string; readonly currency: string };

export const MoneyRef = builder.objectRef<Money>('Money').implement({
  description: 'An amount of money.',
  fields: (t) => ({
    amountMinor: t.field({
      type: 'BigInt',
      description: 'Minor units of the currency: "15990" is CLP 15.990 (none after the point) or USD 159.90.',
      resolve: (money) => money.amountMinor,
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217, such as CLP.' }),
  }),
});
