import { useEffect, useRef } from 'react';
import type { ListedDecision } from './corrections.ts';
import { DecisionRow, type DecisionRowProps } from './decision-row.tsx';

/** Decisions, newest first. When a corrected one leaves, the focus goes to the one that takes its place. */
export function DecisionList({
  decisions,
  onCorrect,
  ...rest
}: Omit<DecisionRowProps, 'decision'> & { readonly decisions: readonly ListedDecision[] }) {
  const list = useRef<HTMLOListElement>(null);
  const left = useRef<{ readonly id: string; readonly place: number } | null>(null);
  useEffect(() => {
    if (!left.current || decisions.some(({ id }) => id === left.current?.id)) return;
    const rows = list.current?.children ?? [];
    const row = rows[Math.min(left.current.place, rows.length - 1)];
    left.current = null;
    if (row instanceof HTMLElement) row.focus({ preventScroll: true });
  }, [decisions]);
  return (
    <ol ref={list}>
      {decisions.map((decision, place) => (
        <DecisionRow
          key={decision.id}
          decision={decision}
          onCorrect={(corrected, correction) => {
            left.current = { id: corrected.id, place };
            return onCorrect(corrected, correction);
          }}
          {...rest}
        />
      ))}
    </ol>
  );
}
