import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WithheldChoice } from '../../generated/graphql.ts';
import { act } from '../../lib/api/act.ts';
import { usePages } from '../../lib/api/use-pages.ts';
import { useFormat } from '../../lib/format.ts';
import { showToast } from '../../lib/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { RESUME_BOT, WITHHELD } from './documents.ts';

type ResumeDialogProps = {
  readonly pauseId: string;
  readonly scope: { readonly storeId: string; readonly liveEventId: string | null };
  readonly onClose: () => void;
  readonly onResumed: () => Promise<void>;
};

/** What was withheld, with a choice for each, and the two ways to go on. */
export function ResumeDialog({ pauseId, scope, onClose, onResumed }: ResumeDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState<WithheldChoice | null>(null);
  const pages = usePages(WITHHELD, { id: pauseId, first: 50 }, ({ node }) =>
    node && 'withheldMessages' in node ? node.withheldMessages : null,
  );
  const toggle = (id: string) =>
    setDropped((old) => new Set(old.has(id) ? [...old].filter((other) => other !== id) : [...old, id]));
  const resume = async (withheld: WithheldChoice) => {
    setBusy(withheld);
    const dropMessageIds = withheld === 'SEND' ? [...dropped] : [];
    const outcome = await act(RESUME_BOT, { input: { ...scope, withheld, dropMessageIds } });
    if (!outcome.ok) showToast('bad', outcome.message || t('state.failedHint'));
    await onResumed();
    setBusy(null);
    if (outcome.ok) onClose();
  };
  const hasAny = pages.nodes.length > 0;
  return (
    <Dialog title={t('brakes.resume')} onClose={onClose}>
      <p className="mb-4 text-pretty text-muted">{hasAny ? t('brakes.choose') : t('brakes.nothingWithheld')}</p>
      {pages.status === 'loading' && <Skeleton rows={3} />}
      {pages.status === 'failed' && (
        <ErrorState message={pages.error?.graphQLErrors[0]?.message} onRetry={pages.reload} />
      )}
      {hasAny && (
        <ul className="max-h-72 overflow-y-auto rounded-lg ring-1 ring-line ring-inset">
          {pages.nodes.map((message) => (
            <li key={message.id} className="border-b border-line/60 last:border-0">
              <label className="flex cursor-pointer items-start gap-3 px-3 py-2">
                <input
                  type="checkbox"
                  checked={!dropped.has(message.id)}
                  onChange={() => toggle(message.id)}
                  className="mt-1 size-4 shrink-0 accent-primary"
                />
                <span className="min-w-0 grow">
                  <span className="flex gap-2 text-2xs text-faint">
                    {t(`messageKind.${message.kind}`)}
                    <time className="figures ms-auto">{format.time(message.createdAt)}</time>
                  </span>
                  <bdi className="line-clamp-2 wrap-anywhere">{message.text}</bdi>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      <LoadMore pages={pages} />
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        {hasAny && (
          <Button isBusy={busy === 'DROP'} disabled={busy !== null} onClick={() => resume('DROP')}>
            {t('brakes.resumeDrop')}
          </Button>
        )}
        <Button
          look="primary"
          icon="send"
          isBusy={busy === 'SEND'}
          disabled={busy !== null || pages.status === 'loading'}
          onClick={() => resume('SEND')}
        >
          {hasAny ? t('brakes.resumeSend') : t('brakes.resume')}
        </Button>
      </div>
    </Dialog>
  );
}
