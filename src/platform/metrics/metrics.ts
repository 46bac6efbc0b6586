import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** The figures of one process, in Prometheus form at GET /metrics. Durations are in seconds, as Prometheus asks. */
export function createMetrics(role: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    webhookPosts: new Counter({
      name: 'webhook_posts_total',
      help: 'Webhook posts by source and HTTP status.',
      labelNames: ['source', 'status'],
      registers,
    }),
    comments: new Counter({
      name: 'comments_total',
      help: 'Comments read, by intent.',
      labelNames: ['intent'],
      registers,
    }),
    llmCalls: new Counter({
      name: 'llm_calls_total',
      help: 'Calls to language models, by provider and outcome; `open`: passed over, because its circuit breaker was.',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    llmComments: new Counter({
      name: 'llm_comments_total',
      help: 'Comments that rules left open: asked, cached or left open. Over comments_total it is the share that needs a model.',
      labelNames: ['outcome'],
      registers,
    }),
    llmTokens: new Counter({
      name: 'llm_tokens_total',
      help: 'Tokens read and written by language models.',
      labelNames: ['provider'],
      registers,
    }),
    llmCost: new Counter({
      name: 'llm_cost_usd_total',
      help: 'Cost of language models in US dollars, by the prices of config/*.yaml.',
      labelNames: ['provider'],
      registers,
    }),
    llmSeconds: new Histogram({
      name: 'llm_call_seconds',
      help: 'Duration of calls to language models.',
      labelNames: ['provider'],
      buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3],
      registers,
    }),
    claims: new Counter({
      name: 'claims_total',
      help: 'Claims on stock, by result.',
      labelNames: ['result'],
      registers,
    }),
    messages: new Counter({
      name: 'messages_total',
      help: 'Messages offered to the vendor, by kind and result.',
      labelNames: ['kind', 'result'],
      registers,
    }),
    payments: new Counter({
      name: 'payments_total',
      help: 'Payments applied, by gateway and outcome.',
      labelNames: ['gateway', 'outcome'],
      registers,
    }),
    queue: new Counter({
      name: 'queue_events_total',
      help: 'What happened in the queues: retried, parked, reclaimed …',
      labelNames: ['stream', 'what'],
      registers,
    }),
    backlog: new Gauge({
      name: 'queue_backlog',
      help: 'Entries of a queue by state: open, retry, parked; those of the spool wait for Redis.',
      labelNames: ['stream', 'group', 'state'],
      registers,
    }),
    backlogAge: new Gauge({
      name: 'queue_oldest_seconds',
      help: 'Age of the oldest open entry of a queue.',
      labelNames: ['stream', 'group'],
      registers,
    }),
    circuit: new Gauge({
      name: 'circuit_state',
      help: 'Circuit breaker of a vendor: 0 closed, 1 half open, 2 open.',
      labelNames: ['vendor'],
      registers,
    }),
    commentToMessage: new Histogram({
      name: 'comment_to_message_seconds',
      help: 'From the receipt of a comment to its private message accepted by Meta.',
      buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30],
      registers,
    }),
  };
}
