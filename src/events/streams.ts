/** Keys of the streams; names of §5.3 C. The prefix keeps installations (and tests) that share a Redis apart. */
export const STREAMS = {
  incomingComments: 'incoming_comments',
  aiProcessing: 'ai_processing',
  notificationDelivery: 'notification_delivery',
  paymentEvents: 'payment_events',
  events: 'events',
  partnerDeliveries: 'partner_deliveries',
} as const;

/** The key of a stream under the installation's prefix. */
export function streamKey(prefix: string, name: keyof typeof STREAMS): string {
  return `${prefix}${STREAMS[name]}`;
}
