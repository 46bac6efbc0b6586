import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Intent } from '../../generated/graphql.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { asUnderstood, CORRECTABLE, type Correction, isAboutGoods, type ListedDecision } from './corrections.ts';

const CHIP =
  'inline-flex h-7 shrink-0 items-center gap-1 rounded-md px-2 text-xs whitespace-nowrap ring-1 ring-inset transition-colors aria-disabled:opacity-40';

/** One button per meaning. Tab reaches the row of buttons once, the arrow keys move within it. */
export function CorrectionBar({
  decision,
  isBusy,
  onCorrect,
  onPick,
}: {
  readonly decision: ListedDecision;
  readonly isBusy: boolean;
  readonly onCorrect: (correction: Correction) => void;
  /** A meaning whose products have to be said. */
  readonly onPick: (intent: Intent) => void;
}) {
  const { t } = useTranslation();
  const [last, setLast] = useState(0);
  const understood = decision.correction ? null : asUnderstood(decision);
  const intents = CORRECTABLE.filter((intent) => intent !== decision.intent || isAboutGoods(intent));
  const buttons = [
    ...(understood ? [{ key: 'right', label: t('understanding.right'), act: () => onCorrect(understood) }] : []),
    ...intents.map((intent) => ({
      key: intent,
      label: isAboutGoods(intent) ? `${t(`intent.${intent}`)}…` : t(`intent.${intent}`),
      act: () => (isAboutGoods(intent) ? onPick(intent) : onCorrect({ intent, items: [] })),
    })),
  ];
  const reachable = Math.min(last, buttons.length - 1);
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const place = placeAfter(event.key, { place: reachable, count: buttons.length });
    if (place === null) return;
    event.preventDefault();
    event.currentTarget.querySelectorAll('button')[place]?.focus();
  };
  return (
    <div
      role="toolbar"
      aria-label={t('understanding.correct')}
      onKeyDown={move}
      className="-mx-1 flex flex-wrap gap-1 p-1"
    >
      {buttons.map(({ key, label, act }, place) => (
        <button
          key={key}
          type="button"
          data-intent={key}
          // Not `disabled`: that would take the focus away.
          aria-disabled={isBusy || undefined}
          tabIndex={place === reachable ? 0 : -1}
          onFocus={() => setLast(place)}
          onClick={isBusy ? undefined : act}
          className={classNames(
            CHIP,
            key === 'right'
              ? 'text-paid ring-paid/30 hover:bg-paid/12'
              : 'text-muted ring-line hover:bg-raised hover:text-ink',
          )}
        >
          {key === 'right' && <Icon name="check" className="size-3.5" />}
          {label}
        </button>
      ))}
    </div>
  );
}

function placeAfter(key: string, { place, count }: { readonly place: number; readonly count: number }): number | null {
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return key === forward ? Math.min(count - 1, place + 1) : Math.max(0, place - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
