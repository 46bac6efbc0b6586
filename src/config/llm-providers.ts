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
