import path from 'node:path';
import { Gauge, Registry } from 'prom-client';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { providersOf } from '../../src/config/llm-providers.ts';
import { loadLlmConfig } from '../../src/config/load-config.ts';
import { type CatalogueEntry, entryOf } from '../../src/domain/intent/catalogue-cache.ts';
import { detectIntent } from '../../src/domain/intent/detect-intent.ts';
import type { CatalogueProduct, CommentInput, Decision } from '../../src/domain/intent/intent-detector.ts';
import { askModel, isUnclear } from '../../src/domain/intent/model/ask-model.ts';
import type { Price } from '../../src/domain/intent/model/ask-seats.ts';
import { createSeats } from '../../src/domain/intent/model/provider.ts';
import { createProviders } from '../../src/integrations/llm/create-providers.ts';
import type { Environment } from '../lib/development-env.ts';
import { ROOT } from '../lib/root.ts';

/** What the engine makes of comments of one catalogue, and whether it asked (or would ask) a model about them. */
export type Understand = (
  catalogue: CatalogueEntry,
  comments: readonly CommentInput[],
) => Promise<readonly Understood[]>;
export type Understood = { readonly decision: Decision; readonly isUnclear: boolean };

/**
 * What is said when no model can be asked: where one would be, nothing is claimed. Confidence is that of the intent
 * written, so it is 0 then.
 */
export function withhold<T extends Understood>(one: T): T {
  const decision = { ...one.decision, intent: 'abstain' as const, items: [], ambiguous: false, confidence: 0 };
  return one.isUnclear ? { ...one, decision } : one;
}

/** What config/*.yaml says of language models. */
export function readAi(env: Environment = {}) {
  return loadLlmConfig({ env, directory: path.join(ROOT, 'config') }).ai;
}

/** A catalogue of a file, ready for `Understand`. */
export function fileCatalogue(products: readonly CatalogueProduct[]): CatalogueEntry {
  return entryOf('file', products);
}

/** The local engine alone. */
export function createLocal(askBelowConfidence: number): Understand {
  return async ({ index }, comments) =>
    comments.map((comment) => {
      const decision = detectIntent(index, comment);
      return { decision, isUnclear: isUnclear(decision, askBelowConfidence) };
    });
}

/**
 * The engine with the language models of the settings; when no key is set, with the scripted one of the sandbox. It needs
 * no database: nothing is remembered, and no budget ends it.
 */
export async function openModel(env: Environment): Promise<AsyncDisposable & { readonly understand: Understand }> {
  const isScripted = providersOf(loadLlmConfig({ env, directory: path.join(ROOT, 'config') }).env).length === 0;
  const sandbox = isScripted ? await startSandbox(SCRIPTED) : null;
  const scripted = sandbox
    ? { APP_ENV: 'development', SANDBOX_URL: sandbox.url, OPENAI_API_KEY: 'scripted-model' }
    : {};
  const { env: settings, ai } = loadLlmConfig({ env: { ...env, ...scripted }, directory: path.join(ROOT, 'config') });
  const gauge = new Gauge({
    name: 'circuit_state',
    help: 'Unused.',
    labelNames: ['vendor'],
    registers: [new Registry()],
  });
  const seats = createSeats(createProviders({ ...ai, providers: providersOf(settings) }), gauge);
  const ask = {
    seats,
    priceOf: (model: string) => (ai.prices[model] ?? ai.prices['other']) as Price,
    reserve: async () => true,
    settle: async () => {},
  };
  const deps = { ask, cache: null, commentsPerCall: ai.commentsPerCall, quantityMax: ai.quantityMax };
  const local = createLocal(ai.askBelowConfidence);
  return {
    async understand(catalogue, comments) {
      const first = await local(catalogue, comments);
      const open = comments.filter((_, place) => first[place]?.isUnclear);
      const answers = await askModel(deps, { storeId: 'file', catalogue, comments: open });
      const byComment = new Map(open.map((comment, place) => [comment, answers[place]?.decision]));
      return first.map((one, place) => ({
        ...one,
        decision: byComment.get(comments[place] as CommentInput) ?? one.decision,
      }));
    },
    async [Symbol.asyncDispose]() {
      await sandbox?.close();
    },
  };
}

const SCRIPTED = {
  port: 0,
  host: '127.0.0.1',
  baseUrl: 'http://127.0.0.1:3000',
  appId: '100000000000001',
  appSecret: 'development-app-secret',
  mercadopagoSecret: 'development-mercadopago-secret',
};
