import type { EmbeddingProvider } from '../../domain/intent/model/embedding-provider.ts';
import { ModelFailedError } from '../../domain/intent/model/provider.ts';
import { createClient, translated } from './chat-provider.ts';

export type EmbeddingOptions = {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  readonly dimensions: number;
  /** Of the longest call. */
  readonly timeoutMs: number;
};

/** OpenAI's `/embeddings` and Gemini's, which documents the same below its OpenAI-compatible address. */
export function createEmbeddingProvider(options: EmbeddingOptions): EmbeddingProvider {
  const { name, model, dimensions } = options;
  const client = createClient(options);
  return {
    name,
    model,
    dimensions,
    async embed(texts, timeoutMs) {
      const answer = await translated(() =>
        client.embeddings.create(
          { model, input: [...texts], dimensions, encoding_format: 'float' },
          // The client's own timeout ends with the headers; a body that never ends is cut off by the signal.
          { signal: AbortSignal.timeout(timeoutMs) },
        ),
      );
      const rows = Array.isArray(answer.data) ? answer.data.toSorted((one, other) => one.index - other.index) : [];
      const vectors = rows.map(({ embedding }) => toLengthOne(embedding));
      if (vectors.length !== texts.length || !vectors.every((vector) => isUsable(vector, dimensions)))
        throw new ModelFailedError('nonsense');
      return { vectors, inputTokens: answer.usage?.prompt_tokens ?? 0 };
    },
  };
}

// A vector that was cut to fewer dimensions is no longer of length one.
function toLengthOne(embedding: unknown): Float32Array {
  const values = Array.isArray(embedding) ? (embedding as number[]) : [];
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

function isUsable(vector: Float32Array, dimensions: number): boolean {
  return vector.length === dimensions && vector.every(Number.isFinite);
}
