import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { DecisionWhy } from '../../ui/decision/decision-why.tsx';
import { IntentTag } from '../../ui/decision/intent-tag.tsx';
import { BlockButton } from '../buyers/block-button.tsx';
import type { BoardComment } from './build-live-board.ts';
import { COMMENT_AUTHOR } from './documents.ts';

/** One comment with what it was understood to be; opened, it tells why. */
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
      {isOpen && (
        <div className="flex flex-col items-start gap-3 px-4 pb-3">
          <DecisionWhy commentId={comment.id} />
          <AuthorActions commentId={comment.id} />
        </div>
      )}
    </li>
  );
});

function AuthorActions({ commentId }: { readonly commentId: string }) {
  const [{ data }] = useQuery({ query: COMMENT_AUTHOR, variables: { commentId } });
  const buyer = data?.node && 'buyer' in data.node ? data.node.buyer : null;
  return buyer && <BlockButton buyer={buyer} />;
}
