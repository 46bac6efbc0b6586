/** What the app listens to on a Page, at app and Page level alike. Source: Meta, webhooks reference, Page. */
export const PAGE_FIELDS = [
  'feed',
  'live_videos',
  'messages',
  'messaging_postbacks',
  'messaging_optins',
  'messaging_referrals',
  'message_echoes',
  'message_deliveries',
  'message_reads',
  'messaging_policy_enforcement',
] as const;

/**
 * What it listens to where Meta knows the field: its pages name the first two for the same thing, and the last is of 2026.
 * Selling goes on without them.
 */
export const OPTIONAL_PAGE_FIELDS = [
  'message_template_status_update',
  'messenger_template_status_update',
  'business_integrity',
] as const;

export function missingFields(subscribed: readonly string[]): readonly string[] {
  return PAGE_FIELDS.filter((field) => !subscribed.includes(field));
}
