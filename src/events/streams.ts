/** Keys of the streams; names of §5.3 C. The prefix keeps installations (and tests) that share a Redis apart. */
export const STREAMS = {
  incomingComments: 'incoming_comments',
  aiProcessing: 'ai_processing',
  notificationDelivery: 'notification_delivery',
  paymentEvents: 'payment_events',
  events: 'events',
  partnerDeliveries: 'partner_deliveries',
} as const;
export type StreamName = keyof typeof STREAMS;

/** Who reads each stream. Only the log has several readers. */
export const CONSUMER_GROUPS = {
  incomingComments: ['ingestion'],
  aiProcessing: ['ai'],
  notificationDelivery: ['delivery'],
  paymentEvents: ['payments'],
  events: ['claims', 'saga', 'partners'],
  partnerDeliveries: ['partners'],
} as const satisfies Record<StreamName, readonly string[]>;

/** The key of a stream under the installation's prefix; of a work stream that is spread over shards, what their keys begin with. */
export function streamKey(prefix: string, name: StreamName): string {
  return `${prefix}${STREAMS[name]}`;
}

/** What says where a stream stands, as part of the application. */
export type StreamPlace = {
  readonly keyPrefix: string;
  readonly config: { readonly limits: { readonly queues: { readonly shards: number } } };
};

/** A stream and its number of shards. The log is one: its order is what it is for. */
export function shardedStream(
  app: StreamPlace,
  name: StreamName,
): { readonly stream: string; readonly shards: number } {
  return {
    stream: streamKey(app.keyPrefix, name),
    shards: name === 'events' ? 1 : app.config.limits.queues.shards,
  };
}
