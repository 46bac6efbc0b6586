import { useTranslation } from 'react-i18next';
import { type FragmentType, readFragment } from '../../generated/fragment-masking.ts';
import { act, type Outcome } from '../../lib/api/act.ts';
import { formatDecimal, parseMinor } from '../../lib/money.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextArea, TextField } from '../../ui/fields.tsx';
import { splitKeywords } from './build-product-inputs.ts';
import { IMPORT_PRODUCTS, ProductForm_Product } from './documents.ts';

type ProductFormProps = {
  readonly storeId: string;
  readonly currency: string;
  /** Absent for a new product. */
  readonly product?: FragmentType<typeof ProductForm_Product> | undefined;
  readonly onSaved: () => void;
};

/** One product. The SKU is its name in the store, so it cannot change afterwards. */
export function ProductForm({ storeId, currency, product: masked, onSaved }: ProductFormProps) {
  const { t } = useTranslation();
  const product = readFragment(ProductForm_Product, masked);
  const form = useSubmit(async (values): Promise<Outcome<unknown>> => {
    const priceMinor = parseMinor(textOf(values, 'price'), currency);
    if (priceMinor === null) {
      const message = t('products.problem.NO_PRICE');
      return { ok: false, message, fields: [{ path: 'priceMinor', message }] };
    }
    const input = {
      sku: product?.sku ?? textOf(values, 'sku'),
      name: textOf(values, 'name'),
      description: textOf(values, 'description'),
      priceMinor,
      onHandUnits: Number(textOf(values, 'onHandUnits')),
      color: textOf(values, 'color') || null,
      size: textOf(values, 'size') || null,
      claimCode: textOf(values, 'claimCode') || null,
      groupKey: textOf(values, 'groupKey') || null,
      keywords: splitKeywords(textOf(values, 'keywords')),
      imageUrl: textOf(values, 'imageUrl') || null,
    };
    return act(IMPORT_PRODUCTS, { input: { storeId, products: [input] } });
  }, onSaved);
  const price = product ? formatDecimal(product.price.amountMinor, product.price.currency) : undefined;
  return (
    <form onSubmit={form.submit} className="grid gap-4 sm:grid-cols-2">
      <TextField
        label={t('products.name')}
        name="name"
        required
        maxLength={200}
        defaultValue={product?.name}
        problem={form.problemOf('name')}
      />
      <TextField
        label={t('products.sku')}
        name="sku"
        required
        maxLength={64}
        dir="ltr"
        readOnly={product !== undefined && product !== null}
        defaultValue={product?.sku}
        problem={form.problemOf('sku')}
      />
      <TextField
        label={`${t('products.price')} (${currency})`}
        name="price"
        required
        inputMode="decimal"
        dir="ltr"
        defaultValue={price}
        problem={form.problemOf('priceMinor')}
      />
      <TextField
        label={t('stock.onHand')}
        name="onHandUnits"
        type="number"
        min={0}
        max={9_999_999}
        required
        dir="ltr"
        defaultValue={product?.onHandUnits ?? 0}
        problem={form.problemOf('onHandUnits')}
      />
      <TextField
        label={t('products.color')}
        name="color"
        defaultValue={product?.color ?? ''}
        problem={form.problemOf('color')}
      />
      <TextField
        label={t('products.size')}
        name="size"
        defaultValue={product?.size ?? ''}
        problem={form.problemOf('size')}
      />
      <TextField
        label={t('products.claimCode')}
        hint={t('products.claimCodeHint')}
        name="claimCode"
        dir="ltr"
        defaultValue={product?.claimCode ?? ''}
        problem={form.problemOf('claimCode')}
      />
      <TextField
        label={t('products.group')}
        hint={t('products.groupHint')}
        name="groupKey"
        dir="ltr"
        defaultValue={product?.groupKey ?? ''}
        problem={form.problemOf('groupKey')}
      />
      <div className="sm:col-span-2">
        <TextField
          label={t('products.keywords')}
          hint={t('products.keywordsHint')}
          name="keywords"
          defaultValue={product?.keywords.join(', ')}
          problem={form.problemOf('keywords')}
        />
      </div>
      <div className="sm:col-span-2">
        <TextField
          label={t('products.image')}
          name="imageUrl"
          type="url"
          dir="ltr"
          placeholder="https://"
          defaultValue={product?.imageUrl ?? ''}
          problem={form.problemOf('imageUrl')}
        />
      </div>
      <div className="sm:col-span-2">
        <TextArea
          label={t('products.description')}
          name="description"
          rows={3}
          maxLength={2_000}
          defaultValue={product?.description}
          problem={form.problemOf('description')}
        />
      </div>
      <div className="flex flex-col gap-3 sm:col-span-2">
        <FormProblem>{form.problem}</FormProblem>
        <Button type="submit" look="primary" isBusy={form.isBusy} className="self-end">
          {t('action.save')}
        </Button>
      </div>
    </form>
  );
}
