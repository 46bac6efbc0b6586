import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import type { BuyerRulesQuery } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextField } from '../../ui/fields.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { BlockButton } from './block-button.tsx';
import { BUYER_RULES, SET_BUYER_LIMITS } from './documents.ts';

const BUYERS_AT_ONCE = 100;

type Store = NonNullable<BuyerRulesQuery['store']>;

/** The limits against hoarding, for owners to change, and the list of blocked buyers. */
export function BuyerRules({ storeId, isOwner }: { readonly storeId: string; readonly isOwner: boolean }) {
  const { t } = useTranslation();
  const [{ data, error }, reload] = useQuery({
    query: BUYER_RULES,
    variables: { storeId, first: BUYERS_AT_ONCE },
    requestPolicy: 'network-only',
  });
  if (error) return <ErrorState message={error.graphQLErrors[0]?.message} onRetry={reload} />;
  if (!data?.store) return <Skeleton rows={3} />;
  return (
    <div className="flex flex-col gap-5">
      <p className="text-muted">{t('buyers.hint')}</p>
      <LimitsForm store={data.store} isOwner={isOwner} />
      <BlockedBuyers store={data.store} onChanged={reload} />
    </div>
  );
}

const LIMITS = ['maxUnitsPerProduct', 'maxUnitsPerLive', 'maxOpenCarts'] as const;

function LimitsForm({ store, isOwner }: { readonly store: Store; readonly isOwner: boolean }) {
  const { t } = useTranslation();
  const form = useSubmit(
    (values) => {
      const unitsOf = (name: (typeof LIMITS)[number]) => Number.parseInt(textOf(values, name), 10);
      return act(SET_BUYER_LIMITS, {
        input: {
          storeId: store.id,
          maxUnitsPerProduct: unitsOf('maxUnitsPerProduct'),
          maxUnitsPerLive: unitsOf('maxUnitsPerLive'),
          maxOpenCarts: unitsOf('maxOpenCarts'),
        },
      });
    },
    () => showToast('good', t('buyers.saved')),
  );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-3">
        {LIMITS.map((name) => (
          <TextField
            key={name}
            label={t(`buyers.${name}`)}
            name={name}
            type="number"
            inputMode="numeric"
            min={1}
            max={1_000_000}
            required
            readOnly={!isOwner}
            defaultValue={store[name]}
            problem={form.problemOf(name)}
          />
        ))}
      </div>
      <FormProblem>{form.problem}</FormProblem>
      {isOwner && (
        <Button type="submit" look="primary" isBusy={form.isBusy} className="self-start">
          {t('action.save')}
        </Button>
      )}
    </form>
  );
}

function BlockedBuyers({ store, onChanged }: { readonly store: Store; readonly onChanged: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const buyers = store.blockedBuyers.edges;
  return (
    <section aria-label={t('buyers.list')} className="border-t border-line pt-4">
      <h3 className="text-xs font-medium text-muted">{t('buyers.list')}</h3>
      {buyers.length === 0 && <p className="mt-2 text-muted">{t('buyers.none')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {buyers.map(({ node }) => (
          <li key={node.id} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <span className="min-w-0">
              <bdi className="block truncate">{node.name ?? t('live.someone')}</bdi>
              {node.blockedAt && <span className="text-xs text-muted">{format.dateTime(node.blockedAt)}</span>}
            </span>
            <BlockButton buyer={node} onChanged={onChanged} />
          </li>
        ))}
      </ul>
    </section>
  );
}
