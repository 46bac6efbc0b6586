import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompletePageConnectionMutation } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { BEGIN_PAGE_CONNECTION, CHOOSE_PAGE, COMPLETE_PAGE_CONNECTION, VERIFY_PAGE } from './documents.ts';

export type PageChoices = Extract<
  CompletePageConnectionMutation['completePageConnection'],
  { __typename: 'CompletePageConnectionSuccess' }
>['data'];

/** What Facebook's dialog left in the address of the page. */
export type FacebookAnswer = { readonly code: string; readonly state: string } | 'cancelled' | null;

/** Reads it and takes it away: a code is good once, and an address is kept in many places. */
export function takeFacebookAnswer(): FacebookAnswer {
  const given = new URLSearchParams(location.search);
  const [code, state] = [given.get('code'), given.get('state')];
  if (!state || !(code || given.has('error'))) return null;
  history.replaceState(history.state, '', location.pathname);
  return code ? { code, state } : 'cancelled';
}

/**
 * The way to a connected Page. IDLE -> (at Facebook) -> COMPLETING -> CHOOSING -> IDLE with a Page. Every step may end in
 * a problem, from which it begins anew.
 */
export function usePageWizard(storeId: string, onConnected: () => void) {
  const { t } = useTranslation();
  const [choices, setChoices] = useState<PageChoices | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isCompleting, setCompleting] = useState(false);
  const [problem, setProblem] = useState('');
  const isTaken = useRef(false);

  const run = async (work: () => Promise<string | null>) => {
    setBusy(true);
    setProblem('');
    const message = await work();
    setBusy(false);
    if (message !== null) setProblem(message || t('state.failedHint'));
  };
  const begin = () =>
    run(async () => {
      const outcome = await act(BEGIN_PAGE_CONNECTION, { input: { storeId } });
      if (!outcome.ok) return outcome.message;
      location.assign(outcome.data.url);
      return null;
    });
  const choose = (fbPageId: string) =>
    run(async () => {
      const outcome = await act(CHOOSE_PAGE, { input: { storeId, fbPageId } });
      if (!outcome.ok) return outcome.message;
      setChoices(null);
      onConnected();
      return null;
    });
  const verify = (onVerified: () => void) =>
    run(async () => {
      const outcome = await act(VERIFY_PAGE, { input: { storeId } });
      if (!outcome.ok) return outcome.message;
      onVerified();
      return null;
    });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer is taken once, when the page opens
  useEffect(() => {
    if (isTaken.current) return;
    isTaken.current = true;
    const answer = takeFacebookAnswer();
    if (answer === 'cancelled') setProblem(t('settings.facebookCancelled'));
    if (answer === null || answer === 'cancelled') return;
    setCompleting(true);
    void run(async () => {
      const outcome = await act(COMPLETE_PAGE_CONNECTION, { input: { storeId, ...answer } });
      setCompleting(false);
      if (!outcome.ok) return outcome.message;
      setChoices(outcome.data);
      return null;
    });
  }, []);

  return { choices, isBusy, isCompleting, problem, begin, choose, verify };
}
