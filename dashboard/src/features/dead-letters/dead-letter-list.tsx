import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeadLettersQuery } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DROP_DEAD_LETTERS, REQUEUE_DEAD_LETTERS } from './documents.ts';

type Letter = DeadLettersQuery['deadLetters']['edges'][number]['node'];

/** The server settles at most so many at once. */
const CHOSEN_MAX = 100;

/** What was given up, one row each; one or many are tried again or dropped. */
export function DeadLetterList({
  storeId,
  letters,
  onSettled,
}: {
  readonly storeId: string;
  readonly letters: readonly Letter[];
  readonly onSettled: () => void;
}) {
  const { t } = useTranslation();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  // What was settled meanwhile is no longer in the list and so not chosen.
  const chosen = letters.map(({ id }) => id).filter((id) => marked.has(id));
  const settle = async (document: typeof REQUEUE_DEAD_LETTERS | typeof DROP_DEAD_LETTERS, ids: readonly string[]) => {
    const input = { storeId, deadLetterIds: ids.slice(0, CHOSEN_MAX) };
    const outcome =
      document === DROP_DEAD_LETTERS
        ? await act(DROP_DEAD_LETTERS, { input })
        : await act(REQUEUE_DEAD_LETTERS, { input });
    if (!outcome.ok) return showToast('bad', outcome.message);
    const count = outcome.data.ids.length;
    showToast(
      'good',
      document === DROP_DEAD_LETTERS ? t('deadLetters.dropped', { count }) : t('deadLetters.requeued', { count }),
    );
    setMarked(new Set());
    onSettled();
  };
  const buttons = (ids: readonly string[], size: 'small' | 'normal') => (
    <div className="flex flex-wrap gap-2">
      <ConfirmButton
        look="plain"
        size={size}
        label={t('deadLetters.requeue')}
        question={t('deadLetters.requeueQuestion', { count: ids.length })}
        onConfirm={() => settle(REQUEUE_DEAD_LETTERS, ids)}
      />
      <ConfirmButton
        size={size}
        label={t('deadLetters.drop')}
        question={t('deadLetters.dropQuestion', { count: ids.length })}
        onConfirm={() => settle(DROP_DEAD_LETTERS, ids)}
      />
    </div>
  );
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line px-4 py-3">
        <label className="flex items-center gap-3">
          <input
            type="checkbox"
            className="size-4 accent-primary"
            checked={chosen.length > 0 && chosen.length === letters.length}
            onChange={(event) => setMarked(new Set(event.target.checked ? letters.map(({ id }) => id) : []))}
          />
          <span aria-live="polite">
            {chosen.length === 0 ? t('deadLetters.chooseAll') : t('deadLetters.chosen', { count: chosen.length })}
          </span>
        </label>
        {chosen.length > 0 && buttons(chosen, 'normal')}
      </div>
      <ul>
        {letters.map((letter) => (
          <Row
            key={letter.id}
            letter={letter}
            isMarked={marked.has(letter.id)}
            onMark={(isMarked) => {
              const next = new Set(marked);
              if (isMarked) next.add(letter.id);
              else next.delete(letter.id);
              setMarked(next);
            }}
          >
            {buttons([letter.id], 'small')}
          </Row>
        ))}
      </ul>
    </>
  );
}

function Row({
  letter,
  isMarked,
  onMark,
  children,
}: {
  readonly letter: Letter;
  readonly isMarked: boolean;
  readonly onMark: (isMarked: boolean) => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const what = t(`deadLetters.kind.${letter.kind}`);
  return (
    <li
      data-testid="dead-letter"
      className="flex flex-col gap-3 border-b border-line/60 px-4 py-3 last:border-0 sm:flex-row sm:items-start"
    >
      <label className="flex min-w-0 grow gap-3">
        <input
          type="checkbox"
          className="mt-1 size-4 shrink-0 accent-primary"
          checked={isMarked}
          onChange={(event) => onMark(event.target.checked)}
        />
        <span className="min-w-0">
          <span className="block font-medium text-pretty">{what}</span>
          <bdi dir="ltr" className="block text-muted wrap-anywhere">
            {letter.reason}
          </bdi>
          <span className="block text-xs text-faint">
            {t('deadLetters.when', { at: format.dateTime(letter.parkedAt), count: letter.attempts })}
            {letter.subject && (
              <>
                {' · '}
                <bdi className="wrap-anywhere">{letter.subject}</bdi>
              </>
            )}
          </span>
        </span>
      </label>
      <div className="shrink-0 ps-7 sm:ps-0">{children}</div>
    </li>
  );
}
