import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type UseQueryExecute, useQuery } from 'urql';
import type { KeywordSuggestionsQuery } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Panel, PanelTitle } from '../../ui/layout.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { ADD_KEYWORD, KEYWORD_SUGGESTIONS } from './documents.ts';

type Suggestion = KeywordSuggestionsQuery['keywordSuggestions'][number];

/** The suggestions of a store, and how to ask for them anew. */
export function useSuggestions(storeId: string) {
  const [{ data, error }, execute] = useQuery({
    query: KEYWORD_SUGGESTIONS,
    variables: { storeId },
    requestPolicy: 'cache-and-network',
  });
  return { suggestions: data?.keywordSuggestions, error, reload: execute };
}

/** Words that corrections suggest for products; one click adds one to the catalogue. */
export function SuggestionsPanel({ suggestions, error, reload }: ReturnType<typeof useSuggestions>) {
  const { t } = useTranslation();
  const refresh = () => reload({ requestPolicy: 'network-only' });
  const isThere = suggestions !== undefined && suggestions.length > 0;
  return (
    <Panel className={classNames('overflow-hidden', isThere && 'max-lg:order-first')}>
      <PanelTitle>{t('understanding.suggestions')}</PanelTitle>
      {isThere && <p className="px-4 pt-3 text-xs text-pretty text-muted">{t('understanding.suggestionsHint')}</p>}
      {error && !suggestions && <ErrorState message={error.graphQLErrors[0]?.message} onRetry={refresh} />}
      {!error && !suggestions && (
        <div className="p-4">
          <Skeleton rows={2} />
        </div>
      )}
      {suggestions?.length === 0 && (
        <EmptyState icon="bulb" title={t('understanding.noSuggestions')}>
          {t('understanding.noSuggestionsHint')}
        </EmptyState>
      )}
      <ul>
        {suggestions?.map((suggestion) => (
          <SuggestionRow
            key={`${suggestion.product.id} ${suggestion.keyword}`}
            suggestion={suggestion}
            onAdded={refresh}
          />
        ))}
      </ul>
    </Panel>
  );
}

function SuggestionRow({
  suggestion: { keyword, product, commentCount, sample },
  onAdded,
}: {
  readonly suggestion: Suggestion;
  readonly onAdded: UseQueryExecute;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isBusy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    const outcome = await act(ADD_KEYWORD, { input: { productId: product.id, keyword } });
    setBusy(false);
    if (!outcome.ok) return showToast('bad', outcome.message || t('state.failedHint'));
    showToast('good', t('understanding.keywordAdded', { keyword, sku: product.sku }));
    onAdded();
  };
  return (
    <li data-testid="suggestion" className="border-b border-line/60 px-4 py-3 last:border-0">
      <div className="flex items-start gap-3">
        <p className="min-w-0 grow">
          <bdi className="block font-medium wrap-anywhere">{keyword}</bdi>
          <span className="block text-xs text-muted">
            <bdi>{product.name}</bdi> <bdi className="font-mono text-2xs text-faint">{product.sku}</bdi>
          </span>
        </p>
        <Button
          size="small"
          icon="plus"
          isBusy={isBusy}
          onClick={add}
          aria-label={t('understanding.addKeyword', { keyword, sku: product.sku })}
        >
          {t('understanding.add')}
        </Button>
      </div>
      <p className="mt-1 text-xs text-faint">
        {t('understanding.inComments', { comments: format.count(commentCount) })}{' '}
        <q className="wrap-anywhere">
          <bdi>{sample}</bdi>
        </q>
      </p>
    </li>
  );
}
