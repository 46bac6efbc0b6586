import { z } from 'zod';

/**
 * What travels on `incoming_comments`: the envelope of §5.3, one per comment, message or tap, per message of the Page itself
 * (echo), per receipt of a buyer's phone, and per notice of Meta about the Page, its templates or its broadcasts. Times are ISO 8601.
 */
export const incomingModel = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('feed_comment'),
    timestamp: z.string(),
    data: z.object({
      page_id: z.string(),
      post_id: z.string().nullable(),
      comment_id: z.string(),
      author_id: z.string().nullable(),
      author_name: z.string().nullable(),
      text: z.string(),
      received_at: z.string(),
      /** Found in Facebook's list instead of being told of; the live in whose time it was written, if any. */
      backfill: z.object({ live_event_id: z.uuid().nullable() }).optional(),
    }),
  }),
  z.object({
    event: z.enum(['message', 'tap']),
    timestamp: z.string(),
    data: z.object({
      page_id: z.string(),
      psid: z.string(),
      message_id: z.string(),
      text: z.string(),
      received_at: z.string(),
    }),
  }),
  z.object({
    event: z.literal('echo'),
    timestamp: z.string(),
    data: z.object({
      page_id: z.string(),
      psid: z.string(),
      message_id: z.string(),
      app_id: z.string().nullable(),
      /** Our own id of the message, which its metadata carried; null for what somebody else wrote. */
      outbox_id: z.uuid().nullable(),
      text: z.string(),
      received_at: z.string(),
    }),
  }),
  z.object({
    event: z.literal('policy'),
    timestamp: z.string(),
    data: z.object({
      page_id: z.string(),
      notice_id: z.string(),
      action: z.enum(['warning', 'block', 'unblock']),
      reason: z.string(),
      received_at: z.string(),
    }),
  }),
  z.object({
    event: z.literal('template'),
    timestamp: z.string(),
    data: z.object({
      page_id: z.string(),
      notice_id: z.string(),
      name: z.string(),
      state: z.enum(['wanted', 'pending', 'approved', 'rejected', 'paused', 'disabled']),
      reason: z.string().nullable(),
      received_at: z.string(),
    }),
  }),
  z.object({
    event: z.literal('live_video'),
    timestamp: z.string(),
    data: z.object({
      page_id: z.string(),
      notice_id: z.string(),
      fb_live_id: z.string(),
      broadcast: z.enum(['live', 'ended']),
      received_at: z.string(),
    }),
  }),
  z.object({
    event: z.literal('integrity'),
    timestamp: z.string(),
    data: z.object({
      page_id: z.string(),
      notice_id: z.string(),
      /** Of the Page: ok, warning, restricted, suspended, or what Meta adds. */
      status: z.string(),
      violations: z.array(z.object({ type: z.string(), description: z.string(), url: z.string().nullable() })),
      restrictions: z.array(
        z.object({
          feature: z.string(),
          description: z.string(),
          is_lifted: z.boolean(),
          ends_at: z.string().nullable(),
        }),
      ),
      appeals: z.array(z.object({ type: z.string(), status: z.string() })),
      received_at: z.string(),
    }),
  }),
  z.object({
    event: z.literal('receipt'),
    timestamp: z.string(),
    data: z.object({
      page_id: z.string(),
      psid: z.string(),
      what: z.enum(['delivered', 'read']),
      /** All that the Page wrote until then. */
      until: z.string(),
      received_at: z.string(),
    }),
  }),
]);
export type Incoming = z.infer<typeof incomingModel>;
