import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act } from '../../lib/api/act.ts';
import { showToast } from '../../lib/toasts.ts';
import type { Correction, ListedDecision } from './corrections.ts';
import { CORRECT_DECISION, WITHDRAW_CORRECTION } from './documents.ts';

/**
 * Says to the server what decisions should have been, and keeps it for the list on the page. `correct` and `withdraw`
 * answer why they did not work, or an empty text. `onChange` is called after each that did.
 */
export function useCorrections(onChange: () => void) {
  const { t } = useTranslation();
  const [said, setSaid] = useState<ReadonlyMap<string, Correction | null>>(new Map());

  const put = async (decisionId: string, correction: Correction | null): Promise<string> => {
    const outcome = correction
      ? await act(CORRECT_DECISION, { input: { decisionId, ...toInput(correction) } })
      : await act(WITHDRAW_CORRECTION, { input: { decisionId } });
    if (!outcome.ok) return outcome.fields[0]?.message || outcome.message || t('state.failedHint');
    setSaid((old) => new Map(old).set(decisionId, correction));
    onChange();
    return '';
  };

  const correct = async (decision: ListedDecision, correction: Correction): Promise<string> => {
    const problem = await put(decision.id, correction);
    if (problem) return problem;
    const before = decision.correction ?? null;
    const undo = async () => {
      const refusal = await put(decision.id, before);
      if (refusal) showToast('bad', refusal);
    };
    showToast('good', t('understanding.corrected', { intent: t(`intent.${correction.intent}`) }), {
      label: t('action.undo'),
      run: () => void undo(),
    });
    return '';
  };

  return { said, correct, withdraw: (decision: ListedDecision) => put(decision.id, null) };
}

// What was read carries the names of its types, which no input takes.
const toInput = ({ intent, items }: Correction) => ({
  intent,
  items: items.map(({ sku, quantityUnits }) => ({ sku, quantityUnits })),
});
