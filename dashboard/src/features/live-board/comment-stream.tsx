import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { BoardComment } from './build-live-board.ts';
import { CommentRow } from './comment-row.tsx';
import { Module } from './module.tsx';

const FILTERS = ['all', 'purchase', 'question', 'unclear'] as const;
export type CommentFilter = (typeof FILTERS)[number];

const PASSES: Readonly<Record<CommentFilter, (comment: BoardComment) => boolean>> = {
  all: () => true,
  purchase: ({ intent }) => intent === 'PURCHASE',
  question: ({ intent }) => intent === 'QUESTION',
  unclear: ({ isOpen }) => isOpen,
};

/** The comments of the live as they are understood, newest first. */
export const CommentStream = memo(function CommentStream({
  comments,
  filter,
  onFilter,
  isShown,
}: {
  readonly comments: readonly BoardComment[];
  readonly filter: CommentFilter;
  readonly onFilter: (filter: CommentFilter) => void;
  readonly isShown: boolean;
}) {
  const { t } = useTranslation();
  const shown = comments.filter(PASSES[filter]);
  const chips = FILTERS.map((value) => ({ value, label: t(`live.filter.${value}`) }));
  return (
    <Module
      title={t('live.comments')}
      isShown={isShown}
      aside={<FilterChips label={t('live.comments')} chips={chips} value={filter} onValue={onFilter} />}
    >
      {shown.length === 0 ? (
        <EmptyState icon="chat" title={t('live.noComments')}>
          {t('live.noCommentsHint')}
        </EmptyState>
      ) : (
        <ol>
          {shown.map((comment) => (
            <CommentRow key={comment.id} comment={comment} />
          ))}
        </ol>
      )}
    </Module>
  );
});
