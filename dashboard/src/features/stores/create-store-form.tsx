import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { graphql } from '../../generated/gql.ts';
import { act } from '../../lib/api/act.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../lib/i18n.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, SelectField, TextField } from '../../ui/fields.tsx';
import { CURRENCIES, MARKETS } from './markets.ts';

const CREATE_STORE = graphql(`
  mutation CreateStore($input: CreateStoreInput!) {
    createStore(input: $input) {
      __typename
      ... on CreateStoreSuccess { data { id name } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);

/** The first step of a new seller: name, country, currency and language of the store. */
export function CreateStoreForm({ onCreated }: { readonly onCreated: (storeId: string) => void }) {
  const { t, i18n } = useTranslation();
  const [country, setCountry] = useState<string>(MARKETS[0].country);
  const market = MARKETS.find((one) => one.country === country) ?? MARKETS[0];
  const countryNames = new Intl.DisplayNames(i18n.language, { type: 'region' });
  const currencyNames = new Intl.DisplayNames(i18n.language, { type: 'currency' });
  const form = useSubmit(
    (values) =>
      act(CREATE_STORE, {
        input: {
          name: textOf(values, 'name'),
          country,
          currency: textOf(values, 'currency'),
          locale: textOf(values, 'locale'),
        },
      }),
    (store) => onCreated(store.id),
  );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <TextField
        label={t('store.name')}
        name="name"
        required
        maxLength={120}
        autoComplete="organization"
        problem={form.problemOf('name')}
      />
      <SelectField
        label={t('store.country')}
        name="country"
        value={country}
        onChange={(event) => setCountry(event.target.value)}
        options={MARKETS.map((one) => ({ value: one.country, label: countryNames.of(one.country) ?? one.country }))}
        problem={form.problemOf('country')}
      />
      {/* The key makes both follow the country until the seller chooses otherwise. */}
      <div key={country} className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t('store.currency')}
          name="currency"
          defaultValue={market.currency}
          options={CURRENCIES.map((code) => ({ value: code, label: `${code} · ${currencyNames.of(code) ?? code}` }))}
          problem={form.problemOf('currency')}
        />
        <SelectField
          label={t('store.language')}
          name="locale"
          defaultValue={market.language}
          options={LANGUAGES.map((code) => ({ value: code, label: LANGUAGE_NAMES[code] }))}
          problem={form.problemOf('locale')}
        />
      </div>
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" size="large" isBusy={form.isBusy}>
        {t('store.create')}
      </Button>
    </form>
  );
}
