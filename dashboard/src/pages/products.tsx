import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PRODUCT_LIST } from '../features/products/documents.ts';
import { ProductForm } from '../features/products/product-form.tsx';
import { ProductImport } from '../features/products/product-import.tsx';
import { type ListedProduct, ProductTable } from '../features/products/product-table.tsx';
import { usePages } from '../lib/api/use-pages.ts';
import { useMay, useStore } from '../lib/session.tsx';
import { showToast } from '../lib/toasts.ts';
import { useDebounced } from '../lib/use-debounced.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SearchField } from '../ui/fields.tsx';
import { PageHeader, Panel } from '../ui/layout.tsx';
import { PagedList } from '../ui/paged-list.tsx';
import { EmptyState } from '../ui/states.tsx';

type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'import' }
  | { readonly kind: 'edit'; readonly product: ListedProduct };
const PRODUCTS_AT_ONCE = 50;

export function ProductsPage() {
  const { t } = useTranslation();
  const store = useStore();
  const may = useMay();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState<Open | null>(null);
  const search = useDebounced(typed.trim());
  const pages = usePages(
    PRODUCT_LIST,
    { storeId: store.id, search: search || null, first: PRODUCTS_AT_ONCE },
    (data) => data.products,
  );
  const close = () => setOpen(null);
  const saved = (text: string) => {
    close();
    showToast('good', text);
    pages.reload();
  };
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5">
      <title>{`${t('nav.products')} · LiveStreamSell AI`}</title>
      <PageHeader title={t('nav.products')}>
        {may('catalogue:write') && (
          <>
            <Button icon="upload" onClick={() => setOpen({ kind: 'import' })}>
              {t('products.importCsv')}
            </Button>
            <Button look="primary" icon="plus" onClick={() => setOpen({ kind: 'add' })}>
              {t('products.add')}
            </Button>
          </>
        )}
      </PageHeader>
      <SearchField label={t('products.search')} value={typed} onValue={setTyped} className="max-w-md" />
      <Panel className="overflow-hidden">
        <PagedList
          pages={pages}
          empty={
            <EmptyState icon="box" title={search ? t('products.noneFound') : t('products.none')}>
              {search ? t('products.noneFoundHint') : t('products.noneHint')}
            </EmptyState>
          }
        >
          <ProductTable
            products={pages.nodes}
            onEdit={may('catalogue:write') ? (product) => setOpen({ kind: 'edit', product }) : undefined}
          />
        </PagedList>
      </Panel>
      {(open?.kind === 'add' || open?.kind === 'edit') && (
        <Dialog title={open.kind === 'add' ? t('products.add') : t('products.edit')} onClose={close}>
          <ProductForm
            storeId={store.id}
            currency={store.currency}
            product={open.kind === 'edit' ? open.product : undefined}
            onSaved={() => saved(t('products.saved'))}
          />
        </Dialog>
      )}
      {open?.kind === 'import' && (
        <Dialog title={t('products.importCsv')} onClose={close}>
          <ProductImport
            storeId={store.id}
            currency={store.currency}
            onImported={(units) => saved(t('products.imported', { units }))}
          />
        </Dialog>
      )}
    </div>
  );
}
