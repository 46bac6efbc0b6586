import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Intent } from '../../generated/graphql.ts';
import { usePages } from '../../lib/api/use-pages.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormProblem, SearchField } from '../../ui/fields.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { type PickedItem, pick, setQuantity } from './corrections.ts';
import { PICK_PRODUCTS } from './documents.ts';

const PRODUCTS_AT_ONCE = 8;

type ItemPickerProps = {
  readonly intent: Intent;
  /** The comment that is corrected. */
  readonly text: string;
  readonly storeId: string;
  /** What is picked at first. */
  readonly items: readonly PickedItem[];
  /** Answers why it was not saved, or an empty text. */
  readonly onSave: (items: readonly PickedItem[]) => Promise<string>;
  readonly onClose: () => void;
};

/** Asks which products a comment meant, and how many of each. */
export function ItemPicker({ intent, text, storeId, items: first, onSave, onClose }: ItemPickerProps) {
  const { t } = useTranslation();
  const [items, setItems] = useState(first);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const save = async () => {
    setBusy(true);
    const said = await onSave(items);
    setBusy(false);
    setProblem(said);
    if (!said) onClose();
  };
  return (
    <Dialog title={t(`intent.${intent}`)} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <blockquote className="border-s-2 border-line-strong ps-3 text-muted wrap-anywhere">
          <bdi>{text}</bdi>
        </blockquote>
        <section aria-label={t('understanding.picked')} aria-live="polite">
          {items.length === 0 ? (
            <p className="text-faint">{t('understanding.nonePicked')}</p>
          ) : (
            <ul className="flex flex-col gap-1">
              {items.map((item) => (
                <PickedRow
                  key={item.sku}
                  item={item}
                  onQuantity={(units) => setItems((old) => setQuantity(old, item.sku, units))}
                />
              ))}
            </ul>
          )}
        </section>
        <Search storeId={storeId} onPick={(sku) => setItems((old) => pick(old, sku))} />
        <FormProblem>{problem}</FormProblem>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.back')}</Button>
          <Button look="primary" isBusy={isBusy} onClick={save} data-testid="save-correction">
            {t('action.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function PickedRow({
  item: { sku, quantityUnits },
  onQuantity,
}: {
  readonly item: PickedItem;
  readonly onQuantity: (units: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <li data-testid="picked" className="flex items-center gap-2 rounded-lg bg-raised py-1 ps-3 pe-1">
      <bdi className="min-w-0 grow truncate font-mono text-xs">{sku}</bdi>
      <IconButton
        icon="minus"
        label={t('understanding.lessOf', { sku })}
        disabled={quantityUnits === 1}
        onClick={() => onQuantity(quantityUnits - 1)}
      />
      <span className="figures w-6 text-center">{quantityUnits}</span>
      <IconButton
        icon="plus"
        label={t('understanding.moreOf', { sku })}
        onClick={() => onQuantity(quantityUnits + 1)}
      />
      <IconButton icon="close" label={t('understanding.without', { sku })} onClick={() => onQuantity(0)} />
    </li>
  );
}

function Search({ storeId, onPick }: { readonly storeId: string; readonly onPick: (sku: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed.trim());
  const pages = usePages(
    PICK_PRODUCTS,
    { storeId, search: search || null, first: PRODUCTS_AT_ONCE },
    (data) => data.products,
  );
  return (
    <div className="flex flex-col gap-2">
      <SearchField label={t('live.searchSku')} value={typed} onValue={setTyped} />
      {pages.status === 'loading' && <Skeleton rows={3} className="h-9" />}
      {pages.status === 'failed' && (
        <ErrorState message={pages.error?.graphQLErrors[0]?.message} onRetry={pages.reload} />
      )}
      {pages.status === 'ready' && pages.nodes.length === 0 && (
        <p className="py-2 text-faint">{t('live.noProducts')}</p>
      )}
      <ul className="max-h-60 overflow-y-auto">
        {pages.nodes.map(({ id, sku, name, color, size }) => (
          <li key={id}>
            <button
              type="button"
              data-testid="pick-product"
              onClick={() => onPick(sku)}
              className="flex w-full items-center gap-2 rounded-lg px-2 py-1.5 text-start hover:bg-raised focus-visible:-outline-offset-2"
            >
              <Icon name="plus" className="size-4 text-primary-soft" />
              <span className="min-w-0">
                <bdi className="block truncate">{name}</bdi>
                <bdi className="block truncate text-2xs text-faint">
                  {[sku, color, size].filter(Boolean).join(' · ')}
                </bdi>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
