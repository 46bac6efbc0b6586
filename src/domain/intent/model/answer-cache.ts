import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { normalise } from '../text/tokenise.ts';
import { answerModel, dataOf, type ModelAnswer, PROMPT_VERSION, type Question } from './prompt.ts';

const keptModel = z.object({
  storeId: z.string(),
  question: z.string(),
  provider: z.string(),
  model: z.string(),
  answer: answerModel.shape.comments.element,
});
export type KeptAnswer = { readonly answer: ModelAnswer; readonly provider: string; readonly model: string };

/** Answers of models, kept for the store that asked and for no other. */
export type AnswerCache = {
  find(storeId: string, keys: readonly string[]): Promise<readonly (KeptAnswer | null)[]>;
  keep(storeId: string, kept: readonly (KeptAnswer & { readonly key: string })[]): Promise<void>;
};

/** What makes two questions the same: the words without accents and case, the context, the products, the catalogue. */
export function questionKey(question: Question, catalogueVersion: string): string {
  const { comment, said_before: before, ...rest } = dataOf(question);
  const same = [PROMPT_VERSION, catalogueVersion, plain(comment), before.map(plain), rest];
  return createHash('sha256').update(JSON.stringify(same)).digest('hex');
}

function plain(text: string): string {
  return normalise(text).replace(/\s+/g, ' ');
}

/** The store stands in the key and again in the value, where it is compared: a mix-up of keys finds nothing. */
export function createAnswerCache(options: {
  readonly redis: Pick<Redis, 'mget' | 'pipeline'>;
  readonly keyPrefix: string;
  readonly ttlMs: number;
}): AnswerCache {
  const keyOf = (storeId: string, key: string) => `${options.keyPrefix}ai_answers:{${storeId}}:${key}`;
  return {
    async find(storeId, keys) {
      if (keys.length === 0) return [];
      const texts = await options.redis.mget(keys.map((key) => keyOf(storeId, key)));
      return texts.map((text, place) => {
        const kept = keptModel.safeParse(parse(text)).data;
        return kept?.storeId === storeId && kept.question === keys[place] ? kept : null;
      });
    },
    async keep(storeId, kept) {
      const pipeline = options.redis.pipeline();
      for (const { key, answer, provider, model } of kept)
        pipeline.set(
          keyOf(storeId, key),
          JSON.stringify({ storeId, question: key, provider, model, answer }),
          'PX',
          options.ttlMs,
        );
      await pipeline.exec();
    },
  };
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
