import { memo, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommentDecisionQuery } from '../../generated/graphql.ts';
import { client } from '../../lib/api/client.ts';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { BlockButton } from '../buyers/block-button.tsx';
import type { BoardComment } from './build-live-board.ts';
import { DECISION } from './documents.ts';
import { IntentTag } from './intent-tag.tsx';

type Found = Extract<CommentDecisionQuery['node'], { decision?: unknown }>;

/** One comment with what it was understood to be; opened, it tells which rule or model decided. */
export const CommentRow = memo(function CommentRow({ comment }: { readonly comment: BoardComment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  return (
    <li
      data-testid="comment"
      data-comment-id={comment.id}
      className={classNames(
        'off-screen-free border-b border-line/60 border-s-2',
        comment.intent === 'PURCHASE' ? 'border-s-primary bg-primary/4' : 'border-s-transparent',
      )}
    >
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen((old) => !old)}
        className="block w-full px-4 py-2.5 text-start transition-colors hover:bg-white/3 focus-visible:-outline-offset-2"
      >
        <span className="flex items-baseline gap-2">
          <bdi className="truncate text-xs font-medium text-muted">{comment.authorName ?? t('live.someone')}</bdi>
          <time dateTime={comment.at} className="figures ms-auto shrink-0 text-2xs text-faint">
            {format.time(comment.at)}
          </time>
        </span>
        <span dir="auto" className="mt-0.5 block wrap-anywhere">
          {comment.text ?? <em className="text-faint">{t('live.textGone')}</em>}
        </span>
        {comment.intent === null && (
          <span className="mt-1.5 block">
            <Badge>{t('live.thinking')}</Badge>
          </span>
        )}
        {comment.intent && (
          <span className="mt-1.5 flex flex-wrap items-center gap-1">
            <IntentTag intent={comment.intent} confidence={comment.confidence} />
            {comment.items.map((item) => (
              <Badge key={item.sku} className="text-ink">
                <span className="figures">{item.quantityUnits} ×</span> <bdi>{item.sku}</bdi>
              </Badge>
            ))}
            {comment.refusal && <Badge tone="bad">{t(`live.refusal.${comment.refusal}`)}</Badge>}
            {comment.isAmbiguous && <Badge tone="warn">{t('live.ambiguous')}</Badge>}
          </span>
        )}
      </button>
      {isOpen && <Why comment={comment} />}
    </li>
  );
});

function Why({ comment }: { readonly comment: BoardComment }) {
  const { t } = useTranslation();
  const [found, setFound] = useState<Found | null | 'loading'>('loading');
  useEffect(() => {
    void client
      .query(DECISION, { id: comment.id })
      .toPromise()
      .then(({ data }) => setFound(data?.node && 'decision' in data.node ? data.node : null));
  }, [comment.id]);
  if (found === 'loading') return <p className="px-4 pb-3 text-xs text-faint">{t('state.loading')}</p>;
  const decision = found?.decision;
  const decidedBy = decision?.decidedBy ?? comment.decidedBy;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 px-4 pb-3">
      <dl className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
        <dt className="text-faint">{t('live.decidedBy')}</dt>
        <dd className="font-mono text-2xs leading-4 text-muted">
          <bdi>{decidedBy ?? t('live.undecided')}</bdi>
        </dd>
        {decision?.language && (
          <>
            <dt className="text-faint">{t('live.readAs')}</dt>
            <dd className="text-muted">{decision.language}</dd>
          </>
        )}
      </dl>
      {found?.buyer && <BlockButton buyer={found.buyer} />}
    </div>
  );
}
