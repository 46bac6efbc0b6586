import { hostname } from 'node:os';
import { type App, compose } from '../compose.ts';
import { readEnvironment } from '../config/environment.ts';
import { streamKey } from '../events/streams.ts';
import { untilAskedToEnd } from '../platform/run-until-signal.ts';
import { type ConsumeOptions, type Consumer, consume } from '../redis-streams-lite/consume.ts';
import { eachEntry } from '../redis-streams-lite/each-entry.ts';
import { sayLimit } from './claim-refused.send-reply.ts';
import { sayWaitlisted } from './claim-waitlisted.send-reply.ts';
import { createDetectIntent } from './comment-received.detect-intent.ts';
import { createFanOut } from './fan-out-webhooks.ts';
import { sayCancelled } from './hold-cancelled.send-reply.ts';
import { sayChanged } from './hold-changed.send-reply.ts';
import { sendReply } from './hold-placed.send-reply.ts';
import { createAnswerQuestion } from './intent-detected.answer-question.ts';
import { placeHold } from './intent-detected.place-hold.ts';
import { createDeliverMessage } from './message-queued.deliver-message.ts';
import { startClockAnyway } from './message-refused.start-clock.ts';
import { startClock } from './message-sent.start-clock.ts';
import { sendReceipt } from './order-paid.send-receipt.ts';
import { createMarkOrderPaid } from './payment-received.mark-order-paid.ts';
import { relayEvents } from './relay-events.ts';
import { sayRevisionRefused } from './revision-refused.send-reply.ts';
import { runSteps } from './step.ts';
import { promoteNext } from './stock-changed.promote-waitlist.ts';
import { createDeliverWebhook } from './webhook-queued.deliver-webhook.ts';

type Group = Pick<ConsumeOptions, 'group' | 'handle'> &
  Partial<ConsumeOptions> & { readonly stream: Parameters<typeof streamKey>[1] };

/** Every consumer group of the product, in the order in which a sale travels. */
function groupsOf(app: App<'workers'>): readonly Group[] {
  const { batch: batchSize, deliveryConcurrency } = app.config.limits.workers;
  return [
    {
      stream: 'incomingComments',
      group: 'ingestion',
      handle: createDetectIntent(app),
      batchSize,
      oneBatchAtATime: true,
    },
    {
      stream: 'events',
      group: 'claims',
      handle: runSteps(app, [placeHold]),
      batchSize: 500,
      oneBatchAtATime: true,
      keepAcknowledged: true,
    },
    {
      stream: 'events',
      group: 'saga',
      handle: runSteps(app, [
        sendReply,
        sayWaitlisted,
        sayLimit,
        sayChanged,
        sayCancelled,
        sayRevisionRefused,
        startClock,
        startClockAnyway,
        createAnswerQuestion(app),
        sendReceipt,
        promoteNext,
      ]),
      batchSize: 500,
      concurrency: 1_000,
      keepAcknowledged: true,
    },
    {
      stream: 'notificationDelivery',
      group: 'delivery',
      handle: createDeliverMessage(app),
      batchSize: 32,
      concurrency: deliveryConcurrency,
    },
    {
      stream: 'paymentEvents',
      group: 'payments',
      handle: eachEntry(createMarkOrderPaid(app)),
      batchSize: 16,
      concurrency: 32,
    },
    {
      stream: 'events',
      group: 'partners',
      handle: createFanOut(app),
      batchSize: 500,
      oneBatchAtATime: true,
      keepAcknowledged: true,
    },
    {
      stream: 'partnerDeliveries',
      group: 'partners',
      handle: eachEntry(createDeliverWebhook(app)),
      batchSize: 16,
      concurrency: app.config.limits.partners.webhookConcurrency,
    },
  ];
}

/** Starts the consumer groups and the relay of one process; `drain` ends them in order. */
export function startWorkers(app: App<'workers'>): { drain(deadlineMs: number): Promise<void> } {
  const stop = new AbortController();
  const consumers = groupsOf(app).map((group) => startGroup(app, group));
  const relay = relayEvents(
    { redis: app.redis, stream: streamKey(app.keyPrefix, 'events'), log: app.log },
    { ...app.config.limits.relay, databaseUrl: app.config.env.DATABASE_URL, signal: stop.signal },
  );
  return {
    async drain(deadlineMs) {
      await Promise.all(consumers.map((consumer) => consumer.drain(deadlineMs)));
      stop.abort();
      await relay;
    },
  };
}

function startGroup(app: App<'workers'>, { stream, ...options }: Group): Consumer {
  return consume(
    { redis: app.redis, createBlocking: app.createBlockingRedis },
    {
      ...options,
      streams: [streamKey(app.keyPrefix, stream)],
      consumer: `${hostname()}-workers`,
      onEvent: (event) => {
        app.metrics.queue.inc({ stream: event.stream, what: event.what }, event.count);
        if (event.error) app.log.warn({ err: event.error, stream: event.stream, what: event.what }, 'Queue trouble');
      },
    },
  );
}

if (import.meta.main) {
  await using app = await compose({ role: 'workers', env: readEnvironment(), directory: 'config' });
  const workers = startWorkers(app);
  app.log.info('The workers are ready');
  app.log.info({ reason: await untilAskedToEnd() }, 'The workers drain');
  await workers.drain(app.config.limits.workers.drainMs);
}
