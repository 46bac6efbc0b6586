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

export function missingFields(subscribed: readonly string[]): readonly string[] {
  return PAGE_FIELDS.filter((field) => !subscribed.includes(field));
}
