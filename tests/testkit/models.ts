import { Gauge, Registry } from 'prom-client';
import { type RunningSandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { providersOf } from '../../src/config/llm-providers.ts';
import { loadLlmConfig } from '../../src/config/load-config.ts';
import type { AskDeps, Call } from '../../src/domain/intent/model/ask-seats.ts';
import { createSeats } from '../../src/domain/intent/model/provider.ts';
import { createProviders } from '../../src/integrations/llm/create-providers.ts';

export const MODEL_KEYS = {
  OPENAI_API_KEY: 'test-openai-key',
  GEMINI_API_KEY: 'test-gemini-key',
  OPENROUTER_API_KEY: 'test-openrouter-key',
} as const;

/** The sandbox with its language models. */
export async function startModels(): Promise<RunningSandbox & AsyncDisposable> {
  const sandbox = await startSandbox({
    port: 0,
    host: '127.0.0.1',
    baseUrl: 'http://127.0.0.1:3000',
    appId: '100000000000001',
    appSecret: 'test_app_secret',
    mercadopagoSecret: 'mp-test-secret',
  });
  return { ...sandbox, [Symbol.asyncDispose]: sandbox.close };
}

/** Makes one provider, or all of them when none is named, hang, refuse, babble or answer again. */
export async function setMode(sandboxUrl: string, mode: string, provider?: string): Promise<void> {
  await fetch(`${sandboxUrl}/llm/_mode`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode, ...(provider === undefined ? {} : { provider }) }),
  });
}

/** What the models were asked, the oldest first. */
export async function modelCalls(
  sandboxUrl: string,
): Promise<readonly { provider: string; authorization: string; body: { messages: { content: string }[] } }[]> {
  return (await fetch(`${sandboxUrl}/llm/_calls`)).json() as Promise<never>;
}

/** The real providers against the sandbox, without a limit; `settled` fills with the calls made. */
export function askDeps(sandboxUrl: string, given: { readonly timeoutMs?: number } = {}) {
  const settled: Call[] = [];
  const { env } = loadLlmConfig({ env: { SANDBOX_URL: sandboxUrl, ...MODEL_KEYS }, directory: 'config' });
  const gauge = new Gauge({ name: 'circuit', help: 'Test.', labelNames: ['vendor'], registers: [new Registry()] });
  const ask: AskDeps = {
    seats: createSeats(
      createProviders({ providers: providersOf(env), timeoutMs: given.timeoutMs ?? 2_500, callsAtOnce: 4 }),
      gauge,
    ),
    priceOf: () => ({ input: 1, output: 2 }),
    reserve: async () => true,
    settle: async (_most, call) => {
      settled.push(call);
    },
  };
  return { ask, settled };
}
