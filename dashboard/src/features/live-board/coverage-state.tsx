import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Coverage } from './build-live-board.ts';

/** How much of the comments Facebook told us of by itself; nothing before the first is known. */
export function SeenShare({ coverage }: { readonly coverage: Coverage }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { seenPercent, repairedCount } = coverage;
  if (seenPercent === null) return null;
  return (
    <Badge
      tone={seenPercent < 95 ? 'warn' : 'neutral'}
      title={t('live.coverage.seenHint', { repaired: format.count(repairedCount) })}
      data-testid="seen-share"
    >
      {t('live.coverage.seen', { percent: format.percent(seenPercent / 100) })}
    </Badge>
  );
}

/** What keeps comments away, in the order of its weight; nothing while all is well. */
export function CoverageNotes({ coverage }: { readonly coverage: Coverage }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { problem, webhookSilentSince, mendedAt, isBroadcastEnded } = coverage;
  const notes = [
    problem === null ? null : t('live.coverage.problem', { reason: problem }),
    webhookSilentSince === null ? null : t('live.coverage.silent', { time: format.time(webhookSilentSince) }),
    mendedAt === null ? null : t('live.coverage.repaired', { time: format.time(mendedAt) }),
    isBroadcastEnded ? t('live.coverage.broadcastEnded') : null,
  ].filter((note) => note !== null);
  return (
    <div role="status" data-testid="coverage-notes" className={notes.length > 0 ? 'order-last w-full' : 'hidden'}>
      <ul className="flex flex-col gap-1 text-xs text-warn">
        {notes.map((note) => (
          <li key={note} className="flex items-start gap-2">
            <Icon name="alert" className="mt-0.5 size-3.5" />
            <span className="min-w-0 wrap-break-word">{note}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
