import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type FragmentType, readFragment } from '../../generated/fragment-masking.ts';
import { graphql } from '../../generated/gql.ts';
import { useFormat } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';

export const LiveRow_LiveEvent = graphql(`
  fragment LiveRow_LiveEvent on LiveEvent { id title status startedAt endedAt }
`);

/** One live with its times; the whole row leads to its control room. */
export function LiveRow({ live: masked }: { readonly live: FragmentType<typeof LiveRow_LiveEvent> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const live = readFragment(LiveRow_LiveEvent, masked);
  const isActive = live.status === 'ACTIVE';
  return (
    <li className="border-b border-line/60 last:border-0">
      <Link
        to="/lives/$liveId"
        params={{ liveId: live.id }}
        className="flex items-center gap-4 px-4 py-3.5 transition-colors hover:bg-white/3 focus-visible:-outline-offset-2"
      >
        <span
          className={`flex size-9 shrink-0 items-center justify-center rounded-lg ${isActive ? 'bg-bad/12 text-bad' : 'bg-raised text-faint'}`}
        >
          <Icon name="live" className="size-5" />
        </span>
        <span className="min-w-0 grow">
          <bdi className="block truncate font-medium">{live.title}</bdi>
          <span className="block truncate text-xs text-muted">
            {format.dateTime(live.startedAt)}
            {live.endedAt && ` · ${t('lives.endedAt', { time: format.time(live.endedAt) })}`}
          </span>
        </span>
        <Badge tone={isActive ? 'bad' : 'neutral'}>{isActive ? t('live.onAir') : t('live.ended')}</Badge>
        <Icon name="chevron" className="size-4 text-faint rtl:-scale-x-100" />
      </Link>
    </li>
  );
}
