import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { ModelFailedError, type ModelProvider } from '../../domain/intent/model/provider.ts';

export type ChatOptions = {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** Of a whole call, answer included. */
  readonly timeoutMs: number;
};

/** OpenAI and those who speak its chat completions with structured output: Gemini and OpenRouter document that they do. */
export function createChatProvider(options: ChatOptions): ModelProvider {
  const { name, model, timeoutMs } = options;
  const client = createClient(options);
  return {
    name,
    model,
    async complete({ instructions, data, answerModel, outputTokensMax }) {
      const answer = await translated(() =>
        client.chat.completions.create(
          {
            model,
            messages: [
              { role: 'system', content: instructions },
              { role: 'user', content: data },
            ],
            response_format: zodResponseFormat(answerModel, 'answer'),
            max_completion_tokens: outputTokensMax,
          },
          // The client's own timeout ends with the headers; a body that never ends is cut off by the signal.
          { signal: AbortSignal.timeout(timeoutMs) },
        ),
      );
      const used = {
        inputTokens: answer.usage?.prompt_tokens ?? 0,
        outputTokens: answer.usage?.completion_tokens ?? 0,
      };
      const choice = answer.choices?.[0];
      if (choice?.message?.refusal || choice?.finish_reason === 'content_filter')
        throw new ModelFailedError('refused', { used });
      if (!choice?.message?.content) throw new ModelFailedError('nonsense', { used });
      return { content: choice.message.content, ...used };
    },
  };
}

export function createClient({ baseUrl, apiKey, timeoutMs }: Omit<ChatOptions, 'name' | 'model'>): OpenAI {
  // Another provider is a better second try than the same one. Nothing of the environment is read.
  return new OpenAI({ baseURL: baseUrl, apiKey, organization: null, project: null, maxRetries: 0, timeout: timeoutMs });
}

export async function translated<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw new ModelFailedError(reasonOf(error), { cause: error });
  }
}

function reasonOf(error: unknown): ModelFailedError['reason'] {
  if (error instanceof OpenAI.APIUserAbortError || error instanceof OpenAI.APIConnectionTimeoutError) return 'timeout';
  if (error instanceof OpenAI.APIConnectionError) return 'unreachable';
  if (error instanceof OpenAI.RateLimitError) return 'busy';
  if (error instanceof OpenAI.APIError && error.status !== undefined)
    return error.status >= 500 ? 'unreachable' : 'rejected';
  return error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'nonsense';
}
