import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { pushBounded } from '../bounded.ts';
import { answerComments, inventAnswers, obeyComments } from './brain.ts';
import { embedText } from './embed.ts';

const MODES = [
  'answer',
  'hang',
  'drip',
  'gone',
  'error',
  'busy',
  'refuse',
  'nonsense',
  'wrong-json',
  'invent',
  'obey',
] as const;
const knobsModel = z.object({ provider: z.string().optional(), mode: z.enum(MODES) });
const chatModel = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  response_format: z.looseObject({ type: z.literal('json_schema') }),
});
const embeddingsModel = z.object({
  model: z.string(),
  input: z.array(z.string().min(1)).min(1).max(2_048),
  dimensions: z.number().int().min(1).max(3_072).default(1_536),
  encoding_format: z.literal('float'),
});
const BRAINS: Partial<Record<(typeof MODES)[number], typeof answerComments>> = {
  invent: inventAnswers,
  obey: obeyComments,
};
const CALLS_MAX = 500;

type LlmCall = {
  readonly provider: string;
  readonly mode: string;
  readonly authorization: string;
  readonly body: unknown;
};

/**
 * Language models that speak chat completions below `/{provider}/…`, and embeddings but for OpenRouter, with a scripted
 * brain. `POST /_mode {provider?, mode}` makes one or all of them hang, refuse or babble; `GET /_calls` answers what they
 * were asked, `GET /_embedded` what they embedded.
 */
export function createLlmApi() {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const modes = new Map<string, (typeof MODES)[number]>();
  const calls: LlmCall[] = [];
  const embedded: LlmCall[] = [];
  app.post('/_mode', async (c) => {
    const { provider, mode } = knobsModel.parse(await c.req.json());
    if (provider === undefined) modes.clear();
    modes.set(provider ?? '*', mode);
    return c.json({ ok: true });
  });
  app.get('/_calls', (c) => c.json(calls));
  app.get('/_embedded', (c) => c.json(embedded));
  app.post('/:provider/*', async (c) => {
    const provider = c.req.param('provider');
    const mode = modes.get(provider) ?? modes.get('*') ?? 'answer';
    const body: unknown = await c.req.json().catch(() => null);
    const authorization = c.req.header('authorization') ?? '';
    const isEmbedding = c.req.path.endsWith('/embeddings');
    pushBounded<LlmCall>(isEmbedding ? embedded : calls, CALLS_MAX, { provider, mode, authorization, body });
    if (!/^Bearer .{8,}$/.test(authorization))
      return c.json({ error: { message: 'Incorrect API key provided.', type: 'invalid_request_error' } }, 401);
    if (mode === 'hang') return hang(c);
    if (mode === 'drip') return drip(c);
    if (mode === 'gone') {
      c.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    if (mode === 'error') return c.json({ error: { message: 'The server had an error.', type: 'server_error' } }, 500);
    if (mode === 'busy')
      return c.json({ error: { message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded' } }, 429);
    return isEmbedding ? embed(c, { provider, body, mode }) : complete(c, { body, mode });
  });
  return app;
}

/** Says nothing until the caller goes away. */
function hang(c: Context): Promise<Response> {
  return new Promise((resolve) => {
    c.req.raw.signal.addEventListener('abort', () => resolve(c.body(null, 504)), { once: true });
  });
}

/** Headers come at once and the body never ends. */
function drip(c: Context): Response {
  return c.body(
    new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{"id": "drip')) }),
    200,
    {
      'content-type': 'application/json',
    },
  );
}

function complete(c: Context, given: { readonly body: unknown; readonly mode: (typeof MODES)[number] }): Response {
  const chat = chatModel.safeParse(given.body);
  if (!chat.success)
    return c.json({ error: { message: z.prettifyError(chat.error), type: 'invalid_request_error' } }, 400);
  const data = chat.data.messages.at(-1)?.content ?? '';
  const answers = (BRAINS[given.mode] ?? answerComments)(data);
  const content =
    given.mode === 'nonsense'
      ? 'I think that they all look lovely!'
      : JSON.stringify(
          given.mode === 'wrong-json' ? { comments: [{ n: 1, intent: 'gift' }] } : { comments: answers ?? [] },
        );
  const isRefusal = given.mode === 'refuse';
  return c.json({
    id: 'chatcmpl-sandbox',
    object: 'chat.completion',
    created: 0,
    model: chat.data.model,
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        message: {
          role: 'assistant',
          content: isRefusal ? null : content,
          refusal: isRefusal ? 'I cannot help with that.' : null,
        },
      },
    ],
    usage: usageOf(chat.data.messages.map((message) => message.content).join(' '), content),
  });
}

function embed(
  c: Context,
  given: { readonly provider: string; readonly body: unknown; readonly mode: string },
): Response {
  if (given.provider === 'openrouter') return c.json({ error: { message: 'Not found.' } }, 404);
  const asked = embeddingsModel.safeParse(given.body);
  if (!asked.success)
    return c.json({ error: { message: z.prettifyError(asked.error), type: 'invalid_request_error' } }, 400);
  const { model, input, dimensions } = asked.data;
  const isBroken = given.mode === 'nonsense' || given.mode === 'wrong-json';
  const data = input.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: isBroken ? [0] : embedText(text, dimensions),
  }));
  const tokens = Math.ceil(input.join(' ').length / 4);
  return c.json({ object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } });
}

function usageOf(input: string, output: string) {
  const [prompt, completion] = [Math.ceil(input.length / 4), Math.ceil(output.length / 4)];
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}
