import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { BotBrake } from '../features/brakes/bot-brake.tsx';
import { LiveRoom } from '../features/live-board/live-room.tsx';
import { useLiveBoard } from '../features/live-board/use-live-board.ts';
import { Panel } from '../ui/layout.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';

export function LivePage() {
  const { t } = useTranslation();
  const { liveId } = useParams({ from: '/shell/lives/$liveId' });
  const { room, retry, putStock } = useLiveBoard(liveId);
  if (room.status === 'ready') {
    return (
      <>
        <title>{`${room.snapshot.title} · LiveStreamSell AI`}</title>
        <LiveRoom
          snapshot={room.snapshot}
          board={room.board}
          connection={room.connection}
          onStock={putStock}
          brake={<BotBrake storeId={room.snapshot.store.id} liveEventId={room.snapshot.id} />}
        />
      </>
    );
  }
  if (room.status === 'loading') {
    return (
      <div className="grid gap-3 lg:grid-cols-3">
        <div className="lg:col-span-3">
          <Skeleton rows={1} className="h-20" />
        </div>
        <Skeleton rows={7} className="h-16" />
        <Skeleton rows={7} className="h-16" />
        <Skeleton rows={7} className="h-16" />
      </div>
    );
  }
  return (
    <Panel>
      {room.status === 'missing' ? (
        <EmptyState icon="live" title={t('live.missing')}>
          {t('live.missingHint')}
        </EmptyState>
      ) : (
        <ErrorState message={room.message} onRetry={retry} />
      )}
    </Panel>
  );
}
