import { useTranslation } from 'react-i18next';
import { type FragmentType, readFragment } from '../../generated/fragment-masking.ts';
import type { ProductListQuery } from '../../generated/graphql.ts';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { ProductRow_Product } from './documents.ts';

export type ListedProduct = ProductListQuery['products']['edges'][number]['node'];
const FEW_UNITS = 3;

type ProductTableProps = {
  readonly products: readonly ListedProduct[];
  /** Undefined: the person may not. */
  readonly onEdit: ((product: ListedProduct) => void) | undefined;
};

/** The catalogue: a table on wide screens, cards on phones. */
export function ProductTable({ products, onEdit }: ProductTableProps) {
  const { t } = useTranslation();
  return (
    <>
      <table className="hidden w-full border-collapse text-start sm:table">
        <thead>
          <tr className="border-b border-line text-xs text-muted *:px-4 *:py-2.5 *:text-start *:font-medium">
            <th scope="col">{t('products.product')}</th>
            <th scope="col" className="hidden md:table-cell">
              {t('products.claimCode')}
            </th>
            <th scope="col" className="text-end!">
              {t('products.price')}
            </th>
            <th scope="col" className="text-end!">
              {t('stock.available')}
            </th>
            <th scope="col" className="hidden text-end! md:table-cell">
              {t('stock.held')}
            </th>
            <th scope="col" className="hidden text-end! md:table-cell">
              {t('stock.onHand')}
            </th>
            <th scope="col">{onEdit && <span className="sr-only">{t('action.edit')}</span>}</th>
          </tr>
        </thead>
        <tbody>
          {products.map((product) => (
            <WideRow key={product.id} product={product} onEdit={onEdit && (() => onEdit(product))} />
          ))}
        </tbody>
      </table>
      <ul className="sm:hidden">
        {products.map((product) => (
          <Card key={product.id} product={product} onEdit={onEdit && (() => onEdit(product))} />
        ))}
      </ul>
    </>
  );
}

type RowProps = {
  readonly product: FragmentType<typeof ProductRow_Product>;
  readonly onEdit: (() => void) | undefined;
};

function WideRow({ product: masked, onEdit }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const product = readFragment(ProductRow_Product, masked);
  return (
    <tr className="border-b border-line/60 transition-colors *:px-4 *:py-2.5 last:border-0 hover:bg-white/2">
      <td>
        <div className="flex items-center gap-3">
          <Thumbnail url={product.imageUrl} />
          <div className="min-w-0">
            <p className="font-medium">
              <bdi>{product.name}</bdi>
            </p>
            <p className="text-xs text-faint">
              <bdi className="font-mono text-2xs">{product.sku}</bdi>
              <Variant color={product.color} size={product.size} />
            </p>
          </div>
        </div>
      </td>
      <td className="hidden md:table-cell">{product.claimCode && <Badge tone="primary">{product.claimCode}</Badge>}</td>
      <td className="figures text-end whitespace-nowrap">{format.money(product.price)}</td>
      <td className={classNames('figures text-end font-semibold', stockTone(product.availableUnits))}>
        {format.count(product.availableUnits)}
      </td>
      <td className="figures hidden text-end text-muted md:table-cell">{format.count(product.heldUnits)}</td>
      <td className="figures hidden text-end text-muted md:table-cell">{format.count(product.onHandUnits)}</td>
      <td className="text-end">
        {onEdit && <IconButton icon="pen" label={t('products.editOf', { sku: product.sku })} onClick={onEdit} />}
      </td>
    </tr>
  );
}

function Card({ product: masked, onEdit }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const product = readFragment(ProductRow_Product, masked);
  return (
    <li className="flex items-start gap-3 border-b border-line/60 px-4 py-3 last:border-0">
      <Thumbnail url={product.imageUrl} />
      <div className="min-w-0 grow">
        <p className="truncate font-medium">
          <bdi>{product.name}</bdi>
        </p>
        <p className="truncate text-xs text-faint">
          <bdi className="font-mono text-2xs">{product.sku}</bdi>
          <Variant color={product.color} size={product.size} />
        </p>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
          <span className="figures text-sm text-ink">{format.money(product.price)}</span>
          <span>
            {t('stock.available')}{' '}
            <span className={classNames('figures font-semibold text-ink', stockTone(product.availableUnits))}>
              {product.availableUnits}
            </span>
          </span>
          <span>
            {t('stock.held')} <span className="figures">{product.heldUnits}</span>
          </span>
        </p>
      </div>
      {onEdit && <IconButton icon="pen" label={t('products.editOf', { sku: product.sku })} onClick={onEdit} />}
    </li>
  );
}

const stockTone = (availableUnits: number) =>
  availableUnits === 0 ? 'text-bad!' : availableUnits <= FEW_UNITS && 'text-warn!';

function Variant({
  color,
  size,
}: {
  readonly color?: string | null | undefined;
  readonly size?: string | null | undefined;
}) {
  const parts = [color, size].filter(Boolean);
  return parts.length > 0 && <bdi> · {parts.join(' · ')}</bdi>;
}

function Thumbnail({ url }: { readonly url?: string | null | undefined }) {
  if (url)
    return <img src={url} alt="" loading="lazy" className="size-10 shrink-0 rounded-lg bg-raised object-cover" />;
  return (
    <span className="flex size-10 shrink-0 items-center justify-center rounded-lg bg-raised text-faint">
      <Icon name="box" className="size-5" />
    </span>
  );
}
