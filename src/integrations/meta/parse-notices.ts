import { z } from 'zod';
import type { Incoming } from '../../events/incoming.ts';
import { toTemplateStatus } from './template-words.ts';
import { cleanText, digest, idModel, type Received, toIso } from './webhook-values.ts';

const TEXT_MAX_CHARS = 500;
const WORD_MAX_CHARS = 100;
const LIST_MAX = 20;

type Entry = { readonly id: string; readonly time?: number | null | undefined; readonly restrictions?: unknown };
const text = z.string().nullish();

// Both names stand in Meta's pages, and the names of the values differ between its products: all are read.
const templateModel = z.object({
  field: z.enum(['message_template_status_update', 'messenger_template_status_update']),
  value: z.object({
    event: text,
    status: text,
    message_template_status: text,
    message_template_name: text,
    name: text,
    reason: text,
    rejected_reason: text,
    rejection_reason: text,
  }),
});

/** What became of a utility template. Source: Messenger Platform, webhooks, and utility messages (2026-03-13). */
export function toTemplate(entry: Entry, change: unknown, received: Received): Incoming[] {
  const value = templateModel.safeParse(change).data?.value;
  const name = value?.message_template_name ?? value?.name;
  const status = value?.event ?? value?.status ?? value?.message_template_status;
  if (!value || !status || !name || !/^[a-z0-9_]{1,512}$/.test(name)) return [];
  const said = toTemplateStatus(status, value.reason ?? value.rejected_reason ?? value.rejection_reason);
  const reason = said.reason && cleanText(said.reason, TEXT_MAX_CHARS);
  const timestamp = toIso(entry.time, received);
  return [
    {
      event: 'template',
      timestamp,
      data: {
        page_id: entry.id,
        notice_id: digest([entry.id, name, said.state, entry.time ?? received.iso.slice(0, 10)].join('|')),
        name,
        state: said.state,
        reason,
        received_at: received.iso,
      },
    },
  ];
}

const liveModel = z.object({
  field: z.literal('live_videos'),
  value: z.object({ id: idModel, status: z.string() }),
});
const BROADCASTS: ReadonlyMap<string, 'live' | 'ended'> = new Map([
  ['live', 'live'],
  ['live_stopped', 'ended'],
  ['processing', 'ended'],
  ['vod', 'ended'],
]);

/** A broadcast of the Page began or ended; what is only planned is left out. Source: Graph API, webhooks of a Page, live_videos. */
export function toLiveVideo(entry: Entry, change: unknown, received: Received): Incoming[] {
  const value = liveModel.safeParse(change).data?.value;
  const broadcast = BROADCASTS.get(value?.status.toLowerCase() ?? '');
  if (!value || !broadcast) return [];
  return [
    {
      event: 'live_video',
      timestamp: toIso(entry.time, received),
      data: {
        page_id: entry.id,
        notice_id: digest([entry.id, value.id, broadcast, entry.time ?? received.iso.slice(0, 10)].join('|')),
        fb_live_id: value.id,
        broadcast,
        received_at: received.iso,
      },
    },
  ];
}

const lenient = <Model extends z.ZodType>(model: Model) =>
  z
    .array(z.unknown())
    .nullish()
    .transform((list) => (list ?? []).slice(0, LIST_MAX).flatMap((item) => model.safeParse(item).data ?? []));
const integrityModel = z.object({
  sender: z.undefined().optional(),
  timestamp: z.number().nullish(),
  status: z.string().min(1),
  violations: lenient(z.object({ type: z.string(), description: text, url: text, link: text })),
  restrictions: lenient(
    z.object({ feature: z.string(), status: text, description: text, expiration_time: z.number().nullish() }),
  ),
  action_events: lenient(z.object({ type: z.string(), status: z.string() })),
});
type Integrity = z.infer<typeof integrityModel>;
const besideModel = integrityModel.pick({ restrictions: true });

/**
 * What Meta holds against the Page, from the field `business_integrity`. Source: Pages API, Page Integrity webhook
 * (2026-07-06), whose examples put `restrictions` now inside the event and now beside it.
 */
export function toIntegrity(entry: Entry, event: unknown, received: Received): Incoming[] {
  const { data: said } = integrityModel.safeParse(event);
  if (!said) return [];
  const beside = besideModel.safeParse({ restrictions: entry.restrictions }).data?.restrictions ?? [];
  const restrictions = [...said.restrictions, ...beside].map(toRestriction);
  const violations = said.violations.map(({ type, description, url, link }) => ({
    type: cleanText(type, WORD_MAX_CHARS),
    description: cleanText(description ?? '', TEXT_MAX_CHARS),
    url: toLink(url ?? link),
  }));
  const appeals = said.action_events.map(({ type, status }) => ({
    type: cleanText(type, WORD_MAX_CHARS),
    status: cleanText(status, WORD_MAX_CHARS),
  }));
  if (restrictions.length + violations.length + appeals.length === 0) return [];
  const status = cleanText(said.status.toLowerCase(), WORD_MAX_CHARS);
  const told = { status, violations, restrictions, appeals };
  const time = said.timestamp ?? entry.time ?? received.iso.slice(0, 10);
  return [
    {
      event: 'integrity',
      timestamp: toIso(said.timestamp ?? entry.time, received),
      data: {
        page_id: entry.id,
        notice_id: digest([entry.id, time, JSON.stringify(told)].join('|')),
        ...told,
        received_at: received.iso,
      },
    },
  ];
}

function toRestriction({ feature, status, description, expiration_time: ends }: Integrity['restrictions'][number]) {
  const endsAt = new Date((ends ?? 0) * 1_000);
  return {
    feature: cleanText(feature.toLowerCase(), WORD_MAX_CHARS),
    description: cleanText(description ?? '', TEXT_MAX_CHARS),
    is_lifted: status?.toUpperCase() === 'UNRESTRICTED',
    ends_at: ends && ends > 0 && !Number.isNaN(endsAt.getTime()) ? endsAt.toISOString() : null,
  };
}

// It becomes a link on the seller's page.
function toLink(url: string | null | undefined): string | null {
  return url && url.length <= 2_000 && URL.canParse(url) && new URL(url).protocol === 'https:' ? url : null;
}
