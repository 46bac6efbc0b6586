import { squeeze } from '../catalogue/compile-catalogue.ts';
import type { CatalogueEntry } from '../catalogue-cache.ts';
import { detectIntent } from '../detect-intent.ts';
import type { CommentInput, Decision } from '../intent-detector.ts';
import { type AnswerCache, type KeptAnswer, questionKey } from './answer-cache.ts';
import { type AskDeps, askSeats, type Call, type Cost, type Reply } from './ask-seats.ts';
import { checkAnswer, type Doubt } from './check-answer.ts';
import { maskText } from './mask-text.ts';
import { nearestProducts } from './nearest-products.ts';
import { dataOf, PROMPT_VERSION, type Question } from './prompt.ts';

/** Why no model said what a comment means: the day's limit is reached, nobody answered, there is none. */
export type Fallback = 'budget' | 'failed' | 'off';

/** How a decision came about, for `ai_logs`. Texts are masked; cost is this comment's part of its call. */
export type Trail = {
  readonly provider: string | null;
  readonly model: string | null;
  readonly prompt: string | null;
  readonly answer: string | null;
  readonly tookMs: number;
  readonly cost: Cost;
  readonly isCached: boolean;
  readonly fallback: Fallback | null;
  readonly doubts: readonly Doubt[];
};
export type ModelDecision = { readonly decision: Decision; readonly trail: Trail };

export type AskModelDeps = {
  readonly ask: AskDeps;
  readonly cache: AnswerCache | null;
  /** The SKUs nearest to masked comments, for each in its order; null leaves it to the local index. */
  readonly nearest?: (input: AskInput & { readonly limit: number }) => Promise<readonly (readonly string[])[] | null>;
  readonly commentsPerCall: number;
  readonly quantityMax: number;
  readonly onCall?: (call: Call, commentCount: number) => void;
};
type AskInput = {
  readonly storeId: string;
  readonly catalogue: CatalogueEntry;
  readonly comments: readonly CommentInput[];
};
const PRODUCTS_MAX = 5;

/** Whether the local engine would rather have somebody else look. */
export function isUnclear(decision: Decision, askBelowConfidence: number): boolean {
  return decision.intent === 'abstain' || decision.confidence < askBelowConfidence;
}

/**
 * What a language model makes of comments of one store that the local engine left open, in their order. Same questions
 * are asked once. Where nobody answers, the local decision stays, and it never sells.
 */
export async function askModel(deps: AskModelDeps, input: AskInput): Promise<readonly ModelDecision[]> {
  const { storeId, catalogue } = input;
  const questions = await questionsOf(deps, input);
  const keys = questions.map((question) => questionKey(question, catalogue.version));
  const kept = await findKept(deps.cache, storeId, keys);
  const missing = [...new Set(keys.filter((key) => !kept.has(key)))];
  const chunks = chunksOf(missing, deps.commentsPerCall);
  const answered = new Map<string, { reply: Reply; place: number; count: number }>();
  await Promise.all(
    chunks.map(async (chunk) => {
      const asked = chunk.map((key) => questions[keys.indexOf(key)] as Question);
      const reply = await askSeats(deps.ask, asked);
      for (const call of reply.calls) deps.onCall?.(call, chunk.length);
      for (const [place, key] of chunk.entries()) answered.set(key, { reply, place, count: chunk.length });
    }),
  );
  await deps.cache?.keep(storeId, fresh(answered));
  const paid = new Set<string>();
  return input.comments.map((comment, place) => {
    const key = keys[place] as string;
    const question = questions[place] as Question;
    const given = { deps, catalogue, comment, question };
    const known = kept.get(key);
    if (known) return decisionOf(given, { ...known, isCached: true, tookMs: 0, cost: NOTHING });
    const { reply, place: n, count } = answered.get(key) as { reply: Reply; place: number; count: number };
    const calls = { tookMs: sum(reply.calls, ({ tookMs }) => tookMs), cost: shareOf(reply.calls, count) };
    const isFirst = !paid.has(key);
    paid.add(key);
    const answer = reply.by && reply.answers.get(n);
    if (!reply.by || !answer) return leaveToPerson(given, { ...calls, reason: reply.by ? 'failed' : reply.reason });
    const { provider, model } = reply.by;
    return decisionOf(given, {
      answer,
      provider,
      model,
      ...calls,
      ...(isFirst ? {} : { cost: NOTHING }),
      isCached: !isFirst,
    });
  });
}

const NOTHING: Cost = { tokens: 0, microUsd: 0 };

async function questionsOf(deps: AskModelDeps, input: AskInput): Promise<readonly Question[]> {
  const { index, products } = input.catalogue;
  const isCode = (piece: string) => index.bySku.has(squeeze(piece)) || index.byCode.has(squeeze(piece));
  const masked = input.comments.map((comment) => ({
    showingSku: comment.showingSku,
    text: maskText(comment.text, isCode),
    previous: comment.previous.map((text) => maskText(text, isCode)),
  }));
  const nearest = await deps.nearest?.({ ...input, comments: masked, limit: PRODUCTS_MAX });
  return masked.map((comment, place) => ({
    ...comment,
    showingSku: comment.showingSku !== null && products.has(comment.showingSku) ? comment.showingSku : null,
    products: (nearest?.[place] ?? nearestProducts(index, comment, PRODUCTS_MAX)).flatMap(
      (sku) => products.get(sku) ?? [],
    ),
  }));
}

async function findKept(
  cache: AnswerCache | null,
  storeId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, KeptAnswer>> {
  const found = (await cache?.find(storeId, keys)) ?? [];
  return new Map(found.flatMap((kept, place) => (kept ? [[keys[place] as string, kept] as const] : [])));
}

function fresh(answered: ReadonlyMap<string, { reply: Reply; place: number }>): (KeptAnswer & { key: string })[] {
  return [...answered].flatMap(([key, { reply, place }]) => {
    const answer = reply.by && reply.answers.get(place);
    return answer ? [{ key, answer, provider: reply.by.provider, model: reply.by.model }] : [];
  });
}

type Given = {
  readonly deps: AskModelDeps;
  readonly catalogue: CatalogueEntry;
  readonly comment: CommentInput;
  readonly question: Question;
};

function decisionOf(
  { deps, catalogue, comment, question }: Given,
  got: KeptAnswer & Pick<Trail, 'isCached' | 'tookMs' | 'cost'>,
): ModelDecision {
  const { answer, provider, model, isCached, tookMs, cost } = got;
  const by = `model:${provider}/${model}`;
  const { quantityMax } = deps;
  const { decision, doubts } = checkAnswer(catalogue.index, { answer, question, comment, by, quantityMax });
  const trail = { provider, model, tookMs, cost, isCached, fallback: null, doubts };
  return { decision, trail: { ...trail, prompt: promptText(question), answer: JSON.stringify(answer) } };
}

function leaveToPerson(
  { catalogue, comment, question }: Given,
  got: Pick<Trail, 'tookMs' | 'cost'> & { readonly reason: Fallback },
): ModelDecision {
  const trail = { provider: null, model: null, answer: null, isCached: false, doubts: [], fallback: got.reason };
  const { tookMs, cost } = got;
  return {
    decision: fallbackDecision(detectIntent(catalogue.index, comment), got.reason),
    trail: { ...trail, prompt: promptText(question), tookMs, cost },
  };
}

const ACTS: ReadonlySet<string> = new Set(['purchase', 'change', 'cancel']);

/** What the local engine said, when nobody else can be asked: unsure as it is, it touches no cart. */
export function fallbackDecision(local: Decision, reason: Fallback): Decision {
  return { ...local, ambiguous: local.ambiguous || ACTS.has(local.intent), by: `fallback:${reason}/${local.by}` };
}

/** An unclear comment where there is no model to be asked. */
export function leaveOpen(local: Decision): ModelDecision {
  const nobody = { provider: null, model: null, prompt: null, answer: null, isCached: false, doubts: [] };
  return { decision: fallbackDecision(local, 'off'), trail: { ...nobody, fallback: 'off', tookMs: 0, cost: NOTHING } };
}

function promptText(question: Question): string {
  return JSON.stringify({ prompt: PROMPT_VERSION, ...dataOf(question) });
}

function shareOf(calls: readonly Call[], count: number): Cost {
  return {
    tokens: Math.ceil(sum(calls, ({ cost }) => cost.tokens) / count),
    microUsd: Math.ceil(sum(calls, ({ cost }) => cost.microUsd) / count),
  };
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

function chunksOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, place) =>
    all.slice(place * size, (place + 1) * size),
  );
}
