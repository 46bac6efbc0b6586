import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import { pauseBot } from './pause-bot.ts';

type Restriction = {
  readonly feature: string;
  readonly description: string;
  readonly is_lifted: boolean;
  readonly ends_at: string | null;
};
export type PageNoticeInput = {
  readonly storeId: string;
  readonly notice_id: string;
  readonly status: string;
  readonly violations: readonly { readonly type: string; readonly description: string; readonly url: string | null }[];
  readonly restrictions: readonly Restriction[];
  readonly appeals: readonly { readonly type: string; readonly status: string }[];
  /** Meta's time of it, ISO 8601. */
  readonly at: string;
};

/** Features of a Page whose loss does not touch selling; any other one, also one that Meta adds later, stops the bot. */
const HARMLESS: readonly string[] = [
  'page_create_group',
  'page_edit_category',
  'page_invite',
  'page_merge',
  'page_name_change',
  'page_online_event',
];

const KEEP = `
INSERT INTO page_notices (tienda_id, notice_id, status, violations, restrictions, appeals, told_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tienda_id, notice_id) DO NOTHING RETURNING clock_timestamp() AS now`;

/**
 * Keeps what Meta holds against the Page, once, and tells the store. What keeps the Page from selling stops the bot, until a
 * person lets it go on: Meta's later word that it is over does not. `sql` must be inside a transaction.
 */
export async function keepPageNotice(sql: Sql, input: PageNoticeInput): Promise<void> {
  const { storeId, status, violations, restrictions, appeals } = input;
  const lists = [violations, restrictions, appeals].map((list) => JSON.stringify(list));
  const [kept] = await rowsOf<{ now: Date }>(sql, KEEP, [storeId, input.notice_id, status, ...lists, input.at]);
  if (!kept) return;
  const inForce = restrictions.filter(
    ({ is_lifted: isLifted, ends_at: endsAt }) =>
      !isLifted && (endsAt === null || Date.parse(endsAt) > kept.now.getTime()),
  );
  const stopsBot = isStopping(input, inForce);
  await recordEvents(sql, [
    {
      storeId,
      liveEventId: null,
      type: 'page-warned',
      payload: {
        status,
        violations: violations.map(({ type }) => type),
        restrictions: inForce.map(({ feature }) => feature),
        stopsBot,
      },
    },
  ]);
  if (stopsBot)
    await pauseBot(sql, { storeId, liveEventId: null, reason: 'policy', detail: detailOf(input, inForce), by: null });
}

/** A notice that names violations alone restricts what its status says; one about an appeal restricts nothing new. */
function isStopping({ status, violations, restrictions }: PageNoticeInput, inForce: readonly Restriction[]): boolean {
  if (inForce.some(({ feature }) => !HARMLESS.includes(feature))) return true;
  return (status === 'restricted' || status === 'suspended') && violations.length > 0 && restrictions.length === 0;
}

function detailOf({ status, violations }: PageNoticeInput, inForce: readonly Restriction[]): string {
  const types = violations.map(({ type }) => type).join(', ');
  const words = [...inForce, ...violations].map(({ description }) => description).filter(Boolean);
  return `${status}${types && ` (${types})`}: ${words[0] ?? 'Facebook gave no reason.'}`;
}
