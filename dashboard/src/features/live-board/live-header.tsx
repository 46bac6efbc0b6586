import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import type { LiveBoard } from './build-live-board.ts';
import { CoverageNotes, SeenShare } from './coverage-state.tsx';
import { OpenComments } from './open-comments.tsx';
import type { FeedConnection } from './use-live-board.ts';

const DOTS: Readonly<Record<FeedConnection, string>> = {
  connecting: 'bg-faint',
  live: 'bg-paid',
  'catching-up': 'bg-warn animate-pulse',
  reconnecting: 'bg-bad animate-pulse',
};

type LiveHeaderProps = {
  readonly title: string;
  readonly board: LiveBoard;
  readonly connection: FeedConnection;
  readonly currency: string;
  readonly showing: string | null;
  /** Undefined: the person may not. */
  readonly onEnd: (() => Promise<unknown>) | undefined;
  readonly hasSales: boolean;
  readonly onShowOpen: () => void;
};

/** What the seller reads at a glance: is it live, is the feed whole, how is it going. */
export const LiveHeader = memo(function LiveHeader({
  title,
  board,
  connection,
  currency,
  showing,
  onEnd,
  hasSales,
  onShowOpen,
}: LiveHeaderProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const paid = format.money({ amountMinor: board.paidMinor, currency });
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-6 gap-y-3 rounded-xl bg-panel px-4 py-3 ring-1 ring-line ring-inset">
      <div className="min-w-32 grow basis-0">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={board.isEnded ? 'neutral' : 'bad'} className="uppercase">
            {!board.isEnded && <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />}
            {board.isEnded ? t('live.ended') : t('live.onAir')}
          </Badge>
          <ConnectionState connection={connection} />
          <SeenShare coverage={board.coverage} />
        </div>
        <h1 className="mt-1 truncate text-lg font-semibold tracking-tight">
          <bdi>{title}</bdi>
        </h1>
        {showing && (
          <p className="truncate text-xs text-muted">
            {t('live.showing')}: <bdi className="text-ink">{showing}</bdi>
          </p>
        )}
      </div>
      <dl className="order-last flex w-full justify-between gap-x-3 overflow-x-auto lg:gap-x-6 lg:order-none lg:w-auto">
        <Count label={t('live.count.comments')} value={format.count(board.commentCount)} />
        {hasSales && (
          <>
            <Count label={t('live.count.sales')} value={format.count(board.saleCount)} isAtLeast={board.hasMoreSales} />
            <Count
              label={t('live.count.waiting')}
              value={format.count(board.waiting.length)}
              isAtLeast={board.hasMoreWaiting}
            />
          </>
        )}
        <Count label={t('live.count.events')} value={<span data-testid="event-count">{board.eventCount}</span>} />
        {hasSales && (
          <Count label={t('live.count.paid')} value={paid} isAtLeast={board.hasMoreSales} className="text-paid" />
        )}
      </dl>
      <OpenComments openCount={board.openCount} onShow={onShowOpen} />
      {!board.isEnded && <CoverageNotes coverage={board.coverage} />}
      {!board.isEnded && onEnd && (
        <ConfirmButton
          icon="stop"
          size="small"
          label={t('live.end')}
          question={t('live.endQuestion')}
          onConfirm={onEnd}
        />
      )}
    </header>
  );
});

function ConnectionState({ connection }: { readonly connection: FeedConnection }) {
  const { t } = useTranslation();
  return (
    <span
      role="status"
      data-testid="connection-state"
      data-state={connection}
      className="inline-flex items-center gap-1.5 whitespace-nowrap text-xs text-muted"
    >
      <span aria-hidden="true" className={classNames('size-2 shrink-0 rounded-full', DOTS[connection])} />
      {t(`live.connection.${connection}`)}
    </span>
  );
}

type CountProps = {
  readonly label: string;
  readonly value: ReactNode;
  readonly isAtLeast?: boolean;
  readonly className?: string;
};

function Count({ label, value, isAtLeast = false, className }: CountProps) {
  return (
    <div className="whitespace-nowrap">
      <dt className="text-2xs text-faint">{label}</dt>
      <dd className={classNames('figures text-sm leading-6 font-semibold lg:text-lg', className)}>
        <bdi>
          {value}
          {isAtLeast && '+'}
        </bdi>
      </dd>
    </div>
  );
}
