import { CircuitOpenError } from '../../../platform/net/breaker.ts';
import { answerModel, INSTRUCTIONS, type ModelAnswer, promptOf, type Question } from './prompt.ts';
import { type Completion, ModelFailedError, type ModelFailure, type ModelSeat } from './provider.ts';

/** US dollars for a million tokens, which is the same as millionths of a dollar for one. */
export type Price = { readonly input: number; readonly output: number };
export type Cost = { readonly tokens: number; readonly microUsd: number };

/** What one call came to. `outcome`: answered, or why not. */
export type Call = {
  readonly provider: string;
  readonly model: string;
  readonly outcome: 'answered' | 'open' | ModelFailure;
  readonly tookMs: number;
  readonly cost: Cost;
};

/** `answers` by the place of the question; `null` where nobody answered, with the reason. */
export type Reply = { readonly calls: readonly Call[] } & (
  | { readonly by: Call; readonly answers: ReadonlyMap<number, ModelAnswer> }
  | { readonly by: null; readonly reason: 'budget' | 'failed' }
);

export type AskDeps = {
  readonly seats: readonly ModelSeat[];
  readonly priceOf: (model: string) => Price;
  /** Sets aside what a call may cost at most; false when the store's day has no room for it. */
  readonly reserve: (most: Cost) => Promise<boolean>;
  /** Replaces what was set aside by what the call came to. */
  readonly settle: (most: Cost, call: Call) => Promise<void>;
};

const OUTPUT_TOKENS_PER_COMMENT = 120;
// Prompts have three to four characters a token; what is set aside has to be too much rather than too little.
const CHARACTERS_PER_TOKEN = 2;

/** Asks the providers in their order until one answers; one that hangs, refuses or babbles is passed over. */
export async function askSeats(deps: AskDeps, questions: readonly Question[]): Promise<Reply> {
  const data = promptOf(questions);
  const outputTokensMax = OUTPUT_TOKENS_PER_COMMENT * questions.length;
  const inputTokensMax = Math.ceil((INSTRUCTIONS.length + data.length) / CHARACTERS_PER_TOKEN);
  const calls: Call[] = [];
  for (const { provider, breaker } of deps.seats) {
    const price = deps.priceOf(provider.model);
    const most = costOf(price, { inputTokens: inputTokensMax, outputTokens: outputTokensMax });
    if (!(await deps.reserve(most))) return { calls, by: null, reason: 'budget' };
    const startedAt = performance.now();
    const took = () => Math.round(performance.now() - startedAt);
    try {
      const { answers, used } = await breaker.run(async () => {
        const completion = await provider.complete({ instructions: INSTRUCTIONS, data, answerModel, outputTokensMax });
        return { answers: read(completion, questions.length), used: completion };
      });
      const call = callOf(provider, 'answered', took(), costOf(price, used));
      await deps.settle(most, call);
      return { calls: [...calls, call], by: call, answers };
    } catch (error) {
      const call = callOf(provider, outcomeOf(error), took(), costOfFailure(error, { price, inputTokensMax }));
      await deps.settle(most, call);
      calls.push(call);
    }
  }
  return { calls, by: null, reason: 'failed' };
}

const NOTHING: Cost = { tokens: 0, microUsd: 0 };

function callOf(provider: ModelSeat['provider'], outcome: Call['outcome'], tookMs: number, cost: Cost): Call {
  return { provider: provider.name, model: provider.model, outcome, tookMs, cost };
}

function costOf(price: Price, used: Pick<Completion, 'inputTokens' | 'outputTokens'>): Cost {
  return {
    tokens: used.inputTokens + used.outputTokens,
    microUsd: Math.ceil(price.input * used.inputTokens + price.output * used.outputTokens),
  };
}

// Who was cut off after reading may bill the reading.
function costOfFailure(error: unknown, given: { readonly price: Price; readonly inputTokensMax: number }): Cost {
  if (!(error instanceof ModelFailedError)) return NOTHING;
  if (error.used) return costOf(given.price, error.used);
  return error.reason === 'timeout'
    ? costOf(given.price, { inputTokens: given.inputTokensMax, outputTokens: 0 })
    : NOTHING;
}

/** @throws whatever is no failure of a model: that is a mistake of ours, and the entry is tried again. */
function outcomeOf(error: unknown): Call['outcome'] {
  if (error instanceof CircuitOpenError) return 'open';
  if (error instanceof ModelFailedError) return error.reason;
  throw error;
}

function read(completion: Completion, count: number): ReadonlyMap<number, ModelAnswer> {
  const nonsense = (cause: unknown) => new ModelFailedError('nonsense', { used: completion, cause });
  let json: unknown;
  try {
    json = JSON.parse(completion.content);
  } catch (error) {
    throw nonsense(error);
  }
  const parsed = answerModel.safeParse(json);
  if (!parsed.success) throw nonsense(parsed.error);
  const answers = new Map<number, ModelAnswer>();
  for (const answer of parsed.data.comments) {
    // Twice the same number, or one that was not asked, says that the model lost count: none of it can be trusted.
    if (!(answer.n >= 1 && answer.n <= count) || !Number.isInteger(answer.n) || answers.has(answer.n - 1))
      throw nonsense(new Error(`comment ${answer.n} of ${count}`));
    answers.set(answer.n - 1, answer);
  }
  return answers;
}
