import type { LlmSettings } from './models.ts';

/** How one provider is reached. */
export type ProviderSettings = {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
};

/** The providers that have a key, in the order in which they are asked. */
export function providersOf(env: LlmSettings): readonly ProviderSettings[] {
  const all = {
    openai: { baseUrl: env.OPENAI_BASE_URL, apiKey: env.OPENAI_API_KEY, model: env.OPENAI_MODEL },
    gemini: { baseUrl: env.GEMINI_BASE_URL, apiKey: env.GEMINI_API_KEY, model: env.GEMINI_MODEL },
    openrouter: { baseUrl: env.OPENROUTER_BASE_URL, apiKey: env.OPENROUTER_API_KEY, model: env.OPENROUTER_MODEL },
  };
  return [...new Set(env.LLM_PROVIDERS)].flatMap((name) => {
    const { apiKey, ...rest } = all[name];
    return apiKey === undefined ? [] : [{ name, apiKey, ...rest }];
  });
}

const EMBEDDING_MODELS = { openai: 'text-embedding-3-small', gemini: 'gemini-embedding-001' } as const;

/** The provider of embeddings; null where none is chosen. */
export function embeddingsOf(env: LlmSettings): (ProviderSettings & { readonly dimensions: number }) | null {
  const name = env.EMBEDDING_PROVIDER;
  if (name === undefined) return null;
  const [baseUrl, apiKey] = {
    openai: [env.OPENAI_BASE_URL, env.OPENAI_API_KEY] as const,
    gemini: [env.GEMINI_BASE_URL, env.GEMINI_API_KEY] as const,
  }[name];
  if (apiKey === undefined) return null;
  const model = env.EMBEDDING_MODEL ?? EMBEDDING_MODELS[name];
  return { name, baseUrl, apiKey, model, dimensions: env.EMBEDDING_DIMENSIONS };
}
