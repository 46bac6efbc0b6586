import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FragmentType, readFragment } from '../../generated/fragment-masking.ts';
import { act } from '../../lib/api/act.ts';
import { usePolled } from '../../lib/api/use-polled.ts';
import { useFormat } from '../../lib/format.ts';
import { useMay } from '../../lib/session.tsx';
import { showToast } from '../../lib/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { BotPause_BotPause, LIVE_BRAKE, PAUSE_BOT, STORE_BRAKE } from './documents.ts';
import { ResumeDialog } from './resume-dialog.tsx';

const ASK_EVERY_MS = 3_000;

type Scope = { readonly storeId: string; readonly liveEventId: string | null };

/** The brake of a live, or of the whole store: one big button while the bot speaks, why and what waits while it does not. */
export function BotBrake({ storeId, liveEventId }: Scope) {
  return liveEventId ? <LiveBrake storeId={storeId} liveEventId={liveEventId} /> : <StoreBrake storeId={storeId} />;
}

function LiveBrake({ storeId, liveEventId }: { readonly storeId: string; readonly liveEventId: string }) {
  const { data, reload } = usePolled(LIVE_BRAKE, { liveEventId }, ASK_EVERY_MS);
  const live = data?.liveEvent;
  const pauses = live ? [...live.store.botPauses, ...live.botPauses] : undefined;
  return <Brake scope={{ storeId, liveEventId }} pauses={pauses} reload={reload} />;
}

function StoreBrake({ storeId }: { readonly storeId: string }) {
  const { data, reload } = usePolled(STORE_BRAKE, { storeId }, ASK_EVERY_MS);
  return <Brake scope={{ storeId, liveEventId: null }} pauses={data?.store?.botPauses} reload={reload} />;
}

type BrakeProps = {
  readonly scope: Scope;
  readonly pauses: readonly (FragmentType<typeof BotPause_BotPause> & { readonly id: string })[] | undefined;
  readonly reload: () => Promise<void>;
};

function Brake({ scope, pauses, reload }: BrakeProps) {
  const { t } = useTranslation();
  const mayStop = useMay()('bot:stop');
  const [isBusy, setBusy] = useState(false);
  const isRunning = pauses?.length === 0;
  const { storeId, liveEventId } = scope;
  const stop = useCallback(async () => {
    setBusy(true);
    const outcome = await act(PAUSE_BOT, { input: { storeId, liveEventId } });
    if (!outcome.ok) showToast('bad', outcome.message || t('state.failedHint'));
    await reload();
    setBusy(false);
  }, [storeId, liveEventId, reload, t]);
  useEffect(() => {
    if (!isRunning || !mayStop) return;
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.code !== 'KeyS' || event.repeat) return;
      event.preventDefault();
      void stop();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isRunning, mayStop, stop]);
  if (isRunning && !mayStop) return null;
  if (!pauses) return mayStop && <div className="h-11" aria-hidden="true" />;
  return (
    <section aria-label={t('brakes.title')} className="flex flex-col gap-2" data-testid="bot-brake">
      {isRunning ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button
            look="danger"
            icon="stop"
            isBusy={isBusy}
            onClick={stop}
            aria-keyshortcuts="Alt+S"
            className="h-11 px-6"
          >
            {liveEventId ? t('brakes.stop') : t('brakes.stopStore')}
          </Button>
          <p className="text-xs text-muted">
            {t('brakes.stopHint')} <kbd className="rounded bg-raised px-1.5 py-0.5 font-mono text-2xs">Alt+S</kbd>
          </p>
        </div>
      ) : (
        pauses.map((pause) => <Pause key={pause.id} storeId={storeId} pause={pause} reload={reload} />)
      )}
    </section>
  );
}

function Pause({
  storeId,
  pause: masked,
  reload,
}: {
  readonly storeId: string;
  readonly pause: FragmentType<typeof BotPause_BotPause>;
  readonly reload: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayResume = useMay()('bot:resume');
  const [isAsking, setAsking] = useState(false);
  const pause = readFragment(BotPause_BotPause, masked);
  const since = format.dateTime(pause.pausedAt);
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl bg-bad/10 px-4 py-3 ring-1 ring-bad/40 ring-inset"
    >
      <Icon name="stop" className="size-5 shrink-0 text-bad" />
      <div className="min-w-48 grow basis-0">
        <p className="font-medium">
          {pause.liveEvent ? t('brakes.stopped') : t('brakes.stoppedStore')} · {t('brakes.since', { time: since })}
        </p>
        <p className="text-xs text-muted">
          {pause.reason === 'SELLER' && pause.pausedByName
            ? t('brakes.by', { name: pause.pausedByName })
            : t(`brakes.reason.${pause.reason}`)}
          {pause.detail && (
            <>
              {' '}
              <bdi>{pause.detail}</bdi>
            </>
          )}{' '}
          <span aria-live="polite">{t('brakes.withheld', { count: pause.withheldCount })}</span>
        </p>
      </div>
      {mayResume && (
        <Button look="primary" icon="send" onClick={() => setAsking(true)}>
          {t('brakes.resume')}
        </Button>
      )}
      {isAsking && (
        <ResumeDialog
          pauseId={pause.id}
          scope={{ storeId, liveEventId: pause.liveEvent?.id ?? null }}
          onClose={() => setAsking(false)}
          onResumed={reload}
        />
      )}
    </div>
  );
}
