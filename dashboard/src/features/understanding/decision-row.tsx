import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Intent } from '../../generated/graphql.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { DecisionWhy } from '../../ui/decision/decision-why.tsx';
import { IntentTag } from '../../ui/decision/intent-tag.tsx';
import { RuleSentence } from '../../ui/decision/rule-sentence.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ConfidenceBar } from './confidence-bar.tsx';
import { CorrectionBar } from './correction-bar.tsx';
import type { Correction, ListedDecision, PickedItem } from './corrections.ts';
import { ItemPicker } from './item-picker.tsx';

export type DecisionRowProps = {
  readonly decision: ListedDecision;
  readonly storeId: string;
  /** Both answer why it did not work, or an empty text. */
  readonly onCorrect: (decision: ListedDecision, correction: Correction) => Promise<string>;
  readonly onWithdraw: (decision: ListedDecision) => Promise<string>;
};

/** A comment, what was made of it and why, and what it meant in the words of a person. */
export function DecisionRow({ decision, storeId, onCorrect, onWithdraw }: DecisionRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [picking, setPicking] = useState<Intent | null>(null);
  const row = useRef<HTMLLIElement>(null);
  const { comment, correction } = decision;
  const run = async (deed: Promise<string>) => {
    setBusy(true);
    const problem = await deed;
    setBusy(false);
    if (problem) showToast('bad', problem);
    return problem;
  };
  const withdraw = async () => {
    // The button goes with the correction; who pressed it stays at the row.
    if (!(await run(onWithdraw(decision)))) row.current?.focus({ preventScroll: true });
  };
  return (
    <li
      ref={row}
      tabIndex={-1}
      aria-busy={isBusy || undefined}
      data-testid="decision"
      className="border-b border-line/60 px-4 py-3 -outline-offset-2 last:border-0"
    >
      <p className="flex items-baseline gap-2">
        <bdi className="truncate text-xs font-medium text-muted">{comment.authorName ?? t('live.someone')}</bdi>
        <time dateTime={comment.commentedAt} className="figures ms-auto shrink-0 text-2xs text-faint">
          {format.dateTime(comment.commentedAt)}
        </time>
      </p>
      <p className="mt-0.5 wrap-anywhere">
        <bdi>{comment.text || <em className="text-faint">{t('live.textGone')}</em>}</bdi>
      </p>
      <div className={classNames('mt-2 flex flex-wrap items-center gap-x-2 gap-y-1', correction && 'opacity-60')}>
        <IntentTag intent={decision.intent} confidence={null} />
        <Items items={decision.items} />
        {decision.ambiguous && <Badge tone="warn">{t('live.ambiguous')}</Badge>}
        <ConfidenceBar confidence={decision.confidence} />
      </div>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
        <span className="text-pretty">
          <RuleSentence decidedBy={decision.decidedBy} />
        </span>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen((old) => !old)}
          className="inline-flex h-6 items-center gap-0.5 rounded text-primary-soft hover:underline"
        >
          {t('decision.why')}
          <Icon name="chevron" className={classNames('size-3.5', isOpen ? '-rotate-90' : 'rotate-90')} />
        </button>
      </div>
      {isOpen && (
        <div className="mt-2 rounded-lg bg-raised/50 p-3">
          <DecisionWhy commentId={comment.id} isSentenceTold />
        </div>
      )}
      {correction && (
        <div
          data-testid="correction"
          className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 border-s-2 border-paid/60 ps-3 text-xs"
        >
          <span className="text-muted">{t('understanding.meant')}</span>
          <IntentTag intent={correction.intent} confidence={null} />
          <Items items={correction.items} />
          <Button look="quiet" size="small" isBusy={isBusy} onClick={withdraw}>
            {t('action.undo')}
          </Button>
        </div>
      )}
      <div className="mt-2">
        <CorrectionBar
          decision={decision}
          isBusy={isBusy}
          onCorrect={(said) => void run(onCorrect(decision, said))}
          onPick={setPicking}
        />
      </div>
      {picking && (
        <ItemPicker
          intent={picking}
          text={comment.text}
          storeId={storeId}
          items={correction?.items ?? decision.items}
          onSave={(items) => onCorrect(decision, { intent: picking, items })}
          onClose={() => setPicking(null)}
        />
      )}
    </li>
  );
}

function Items({ items }: { readonly items: readonly PickedItem[] }) {
  return items.map(({ sku, quantityUnits }) => (
    <Badge key={sku} className="text-ink">
      <bdi>{sku}</bdi> <span className="figures">× {quantityUnits}</span>
    </Badge>
  ));
}
