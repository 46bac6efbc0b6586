import { type App, compose } from '../compose.ts';
import { readEnvironment } from '../config/environment.ts';
import { reportProviders } from '../domain/intent/model/provider-board.ts';
import { type CONSUMER_GROUPS, type StreamName, shardedStream, streamKey } from '../events/streams.ts';
import { untilAskedToEnd } from '../platform/run-until-signal.ts';
import { type ConsumeOptions, type Consumer, consume } from '../redis-streams-lite/consume.ts';
import { eachEntry } from '../redis-streams-lite/each-entry.ts';
import { shardsOf } from '../redis-streams-lite/publish.ts';
import { releaseAfterPause } from './bot-resumed.release-withheld.ts';
import { sayLimit } from './claim-refused.send-reply.ts';
import { sayWaitlisted } from './claim-waitlisted.send-reply.ts';
import { createDetectIntent } from './comment-received.detect-intent.ts';
import { createFanOut } from './fan-out-webhooks.ts';
import { fillEmbeddings } from './fill-embeddings.ts';
import { sayCancelled } from './hold-cancelled.send-reply.ts';
import { sayChanged } from './hold-changed.send-reply.ts';
import { planLadder } from './hold-placed.plan-reminders.ts';
import { sendReply } from './hold-placed.send-reply.ts';
import { createAnswerQuestion } from './intent-detected.answer-question.ts';
import { askBack } from './intent-detected.ask-back.ts';
import { placeHold } from './intent-detected.place-hold.ts';
import { createAskModel, queueQuestions } from './intent-unclear.ask-model.ts';
import { leaseSlot } from './lease-slot.ts';
import { createDeliverMessage } from './message-queued.deliver-message.ts';
import { startClockAnyway } from './message-refused.start-clock.ts';
import { startClock } from './message-sent.start-clock.ts';
import { publishWritten } from './message-written.publish-message.ts';
import { sendReceipt } from './order-paid.send-receipt.ts';
import { createMarkOrderPaid } from './payment-received.mark-order-paid.ts';
import { refillQueues } from './refill-queues.ts';
import { relayEvents } from './relay-events.ts';
import { sayRevisionRefused } from './revision-refused.send-reply.ts';
import { runSteps } from './step.ts';
import { promoteNext } from './stock-changed.promote-waitlist.ts';
import { tellInterested } from './stock-changed.tell-interested.ts';
import { createDeliverWebhook } from './webhook-queued.deliver-webhook.ts';
import { confirmWish } from './wish-obeyed.send-confirmation.ts';

type Group = Partial<ConsumeOptions> &
  Pick<ConsumeOptions, 'handle'> & {
    readonly stream: StreamName;
    readonly group: (typeof CONSUMER_GROUPS)[StreamName][number];
  };

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
        planLadder,
        sayWaitlisted,
        sayLimit,
        sayChanged,
        sayCancelled,
        sayRevisionRefused,
        startClock,
        startClockAnyway,
        createAnswerQuestion(app),
        askBack,
        queueQuestions,
        publishWritten,
        releaseAfterPause,
        confirmWish,
        sendReceipt,
        promoteNext,
        tellInterested,
      ]),
      batchSize: 500,
      concurrency: 1_000,
      keepAcknowledged: true,
    },
    {
      stream: 'aiProcessing',
      group: 'ai',
      handle: createAskModel(app),
      batchSize: 32,
      concurrency: 256,
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

export type Workers = {
  /** Resolves when another process works under the same name: this one must drain and end. */
  readonly lost: Promise<void>;
  drain(deadlineMs: number): Promise<void>;
};

/** Starts the consumer groups and the relay of one process; `drain` ends them in order. */
export async function startWorkers(app: App<'workers'>): Promise<Workers> {
  const databaseUrl = app.config.env.DATABASE_URL;
  const stop = new AbortController();
  reportProviders(app, app.models).catch((error: Error) =>
    app.log.warn({ err: error }, 'The dashboard is not told of the language models'),
  );
  const lease = await leaseSlot({ databaseUrl, log: app.log });
  const consumers = groupsOf(app).map((group) => startGroup(app, group, `workers-${lease.slot}`));
  const relay = relayEvents(
    { ...app, stream: streamKey(app.keyPrefix, 'events'), onLoss: () => refillQueues(app) },
    { ...app.config.limits.relay, databaseUrl, signal: stop.signal },
  );
  const filling = app.embedder && fillEmbeddings(app, { embedder: app.embedder, signal: stop.signal });
  return {
    lost: lease.lost,
    async drain(deadlineMs) {
      await Promise.all(consumers.map((consumer) => consumer.drain(deadlineMs)));
      stop.abort();
      await Promise.all([relay, filling]);
      await lease.release();
    },
  };
}

function startGroup(app: App<'workers'>, { stream, ...options }: Group, consumer: string): Consumer {
  const streams = shardsOf(shardedStream(app, stream));
  return consume(
    { redis: app.redis, createBlocking: app.createBlockingRedis },
    {
      ...options,
      streams,
      // The bound is one of the process, whatever the number of shards.
      ...(options.concurrency ? { concurrency: Math.ceil(options.concurrency / streams.length) } : {}),
      consumer,
      onEvent: (event) => {
        app.metrics.queue.inc({ stream: event.stream, what: event.what }, event.count);
        if (event.error) app.log.warn({ err: event.error, stream: event.stream, what: event.what }, 'Queue trouble');
      },
    },
  );
}

if (import.meta.main) {
  await using app = await compose({ role: 'workers', env: readEnvironment(), directory: 'config' });
  const workers = await startWorkers(app);
  app.log.info('The workers are ready');
  const lost = workers.lost.then(() => 'another process works under the same name');
  app.log.info({ reason: await Promise.race([untilAskedToEnd(), lost]) }, 'The workers drain');
  await workers.drain(app.config.limits.workers.drainMs);
}
