import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { graphql } from '../../generated/gql.ts';
import { usePolled } from '../../lib/api/use-polled.ts';
import { useFormat } from '../../lib/format.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { buildPageNotices, type ShownNotice } from './build-page-notices.ts';

const PAGE_STOPS = graphql(`
  query PageStops($storeId: ID!) {
    store(id: $storeId) {
      id
      pageStops { action cause startedAt endsAt }
      pageNotices { violations { type description url } restrictions { feature description isLifted endsAt } toldAt }
      waitingBroadcast { fbLiveId }
    }
  }
`);
const LOOK_EVERY_MS = 30_000;

/**
 * Says on every page what Facebook told the store to stop, what Meta holds against the Page, and that a broadcast runs in
 * which nothing is sold; nothing while all is well.
 */
export function PageStopsNotice({ storeId }: { readonly storeId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = usePolled(PAGE_STOPS, { storeId }, LOOK_EVERY_MS);
  const { pageStops = [], pageNotices = [], waitingBroadcast } = data?.store ?? {};
  return (
    <div role="status">
      {waitingBroadcast && (
        <Notice
          title={t('pageNotice.broadcast')}
          button={
            <Link to="/lives" className={buttonClasses({ size: 'small' })}>
              {t('pageNotice.startLive')}
            </Link>
          }
        >
          {t('pageNotice.broadcastHint')}
        </Notice>
      )}
      {buildPageNotices(pageNotices, Date.now()).map((notice) => (
        <OfMeta key={notice.kind === 'violation' ? notice.type : notice.feature} notice={notice} />
      ))}
      {pageStops.map(({ action, cause, endsAt }) => (
        <Notice
          key={`${action} ${cause}`}
          title={t(`pageStop.action.${action}`)}
          button={
            !endsAt && (
              <Link to="/settings/facebook" className={buttonClasses({ size: 'small' })}>
                {t('pageStop.connect')}
              </Link>
            )
          }
        >
          {t(`pageStop.cause.${cause}`)}{' '}
          {endsAt ? t('pageStop.until', { date: format.dateTime(endsAt) }) : t('pageStop.untilConnected')}
        </Notice>
      ))}
    </div>
  );
}

/** Meta's own words are English. */
function OfMeta({ notice }: { readonly notice: ShownNotice }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isViolation = notice.kind === 'violation';
  const url = isViolation ? notice.url : null;
  const endsAt = isViolation ? null : notice.endsAt;
  return (
    <Notice
      title={isViolation ? t('pageNotice.violation', { type: notice.type }) : t('pageNotice.restriction')}
      button={
        url && (
          <a href={url} target="_blank" rel="noreferrer" className={buttonClasses({ size: 'small' })}>
            {t('pageNotice.rule')}
          </a>
        )
      }
    >
      <bdi lang="en">{notice.description || (isViolation ? '' : notice.feature)}</bdi>
      {endsAt && ` · ${t('pageNotice.until', { date: format.dateTime(endsAt) })}`}
    </Notice>
  );
}

type NoticeProps = { readonly title: string; readonly button: ReactNode; readonly children: ReactNode };

function Notice({ title, button, children }: NoticeProps) {
  return (
    <div className="mx-auto mb-4 flex max-w-6xl flex-wrap items-center gap-x-3 gap-y-2 rounded-xl bg-warn/10 px-4 py-3 ring-1 ring-warn/40 ring-inset">
      <Icon name="alert" className="size-5 shrink-0 text-warn" />
      <p className="min-w-0 basis-64 grow">
        <span className="font-medium">{title}</span> <span className="text-muted">{children}</span>
      </p>
      {button}
    </div>
  );
}
