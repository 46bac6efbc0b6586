import { useTranslation } from 'react-i18next';
import { useSession } from '../lib/session.tsx';
import { SelectField } from '../ui/fields.tsx';

/** Which of the person's stores the pages show; with one store it is only named. */
export function StoreSelect() {
  const { t } = useTranslation();
  const { stores, store, selectStore } = useSession();
  if (!store) return null;
  if (stores.length === 1) {
    return (
      <p className="truncate px-2 text-xs text-muted">
        <span className="sr-only">{t('store.current')}: </span>
        <bdi>{store.name}</bdi>
      </p>
    );
  }
  return (
    <SelectField
      label={t('store.current')}
      value={store.id}
      onChange={(event) => selectStore(event.target.value)}
      options={stores.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
