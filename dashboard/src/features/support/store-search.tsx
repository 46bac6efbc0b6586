import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import type { SupportStoresQuery } from '../../generated/graphql.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { textOf } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { SearchField, TextField } from '../../ui/fields.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { SUPPORT_STORES } from './documents.ts';

const REASON_MIN_LENGTH = 5;
const REASON_MAX_LENGTH = 200;

/** Which store is read and why: the reason stands in the store's audit log. */
export type StoreReading = { readonly storeId: string; readonly reason: string };

/** Finds a store and asks why it is opened. */
export function StoreSearch({ onOpen }: { readonly onOpen: (reading: StoreReading) => void }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [storeId, setStoreId] = useState('');
  const asked = useDebounced(search.trim());
  const [{ data, error, fetching }, reload] = useQuery({
    query: SUPPORT_STORES,
    variables: { search: asked },
    pause: asked === '',
    requestPolicy: 'network-only',
  });
  const open = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onOpen({ storeId, reason: textOf(new FormData(event.currentTarget), 'reason') });
  };
  return (
    <form onSubmit={open} className="flex flex-col gap-4 p-4">
      <SearchField label={t('support.search')} value={search} onValue={setSearch} />
      {error && <ErrorState message={error.graphQLErrors[0]?.message} onRetry={reload} />}
      {asked !== '' && fetching && !data && <Skeleton rows={2} />}
      {asked !== '' && data && <Matches stores={data.supportStores} storeId={storeId} onChoose={setStoreId} />}
      <TextField
        label={t('support.reason')}
        hint={t('support.reasonHint')}
        name="reason"
        required
        minLength={REASON_MIN_LENGTH}
        maxLength={REASON_MAX_LENGTH}
      />
      <Button type="submit" look="primary" icon="eye" disabled={storeId === ''} className="self-start">
        {t('support.open')}
      </Button>
    </form>
  );
}

function Matches({
  stores,
  storeId,
  onChoose,
}: {
  readonly stores: SupportStoresQuery['supportStores'];
  readonly storeId: string;
  readonly onChoose: (storeId: string) => void;
}) {
  const { t } = useTranslation();
  if (stores.length === 0) return <p className="text-muted">{t('support.none')}</p>;
  return (
    <fieldset className="flex flex-col divide-y divide-line" data-testid="support-stores">
      <legend className="sr-only">{t('support.stores')}</legend>
      {stores.map(({ id, name, country, fbPageId }) => (
        <label key={id} className="flex cursor-pointer items-center gap-3 py-2">
          <input
            type="radio"
            name="store"
            checked={id === storeId}
            onChange={() => onChoose(id)}
            className="size-4 accent-primary"
          />
          <bdi className="min-w-0 grow truncate font-medium">{name}</bdi>
          <span className="text-xs text-muted">
            {country}
            {fbPageId && ` · ${fbPageId}`}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
