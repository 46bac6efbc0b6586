import { setImmediate } from 'node:timers/promises';
import type { CatalogueEntry } from '../catalogue-cache.ts';
import type { CommentInput } from '../intent-detector.ts';
import { type EmbedDeps, embedTexts } from './embed-texts.ts';
import { nearestProducts, surelyMeant } from './nearest-products.ts';
import type { Matrix, ProductVectors } from './product-vectors.ts';

/** Vectors of comments of late, by their words. */
export type CommentVectors = Map<string, Float32Array>;

export type NearestDeps = {
  readonly embed: EmbedDeps;
  readonly vectors: ProductVectors;
  readonly memory: CommentVectors;
  /** A larger catalogue is left to the local index. */
  readonly productsMax: number;
};

const COMMENTS_KEPT = 2_000;
// As much as a prompt holds; a provider refuses an empty text.
const TEXT_MAX = 500;

/**
 * For each comment (masked) the SKUs nearest in meaning: what its codes and the screen say first, then by embeddings. Null where embeddings are missing, slow or not paid for: then the local index serves alone.
 */
export async function nearestByMeaning(
  deps: NearestDeps,
  input: {
    readonly storeId: string;
    readonly catalogue: CatalogueEntry;
    readonly comments: readonly CommentInput[];
    readonly limit: number;
  },
): Promise<readonly (readonly string[])[] | null> {
  const { catalogue, comments, limit } = input;
  if (catalogue.products.size > deps.productsMax) return null;
  const matrix = await deps.vectors.get(input.storeId, catalogue);
  const meanings = matrix.skus.length === 0 ? null : await meaningsOf(deps, comments);
  if (!meanings) return null;
  const found: (readonly string[])[] = [];
  for (const comment of comments) {
    const near = nearestRows(matrix, meanings.get(comment.text) as Float32Array, limit);
    const known = [...surelyMeant(catalogue.index, comment), ...near].filter((sku) => catalogue.products.has(sku));
    // Only a catalogue that is being filled leaves places.
    const rest = near.length < limit ? nearestProducts(catalogue.index, comment, limit) : [];
    found.push([...new Set([...known, ...rest])].slice(0, limit));
    // A large catalogue takes some milliseconds for a comment; others want to work meanwhile.
    await setImmediate();
  }
  return found;
}

/** The vectors of comments by their words; null when those that are new cannot be had. */
async function meaningsOf(
  { embed, memory }: NearestDeps,
  comments: readonly CommentInput[],
): Promise<ReadonlyMap<string, Float32Array> | null> {
  const texts = [...new Set(comments.map(({ text }) => text))];
  const known = texts.flatMap((text) => {
    const vector = memory.get(text);
    return vector ? [[text, vector] as const] : [];
  });
  const missing = texts.filter((text) => !memory.has(text));
  const vectors =
    missing.length === 0
      ? []
      : await embedTexts(
          embed,
          missing.map((text) => text.slice(0, TEXT_MAX) || '-'),
        );
  if (!vectors) return null;
  const fresh = missing.map((text, place) => [text, vectors[place] as Float32Array] as const);
  for (const [text, vector] of fresh) memory.set(text, vector);
  for (const oldest of memory.keys()) {
    if (memory.size <= COMMENTS_KEPT) break;
    memory.delete(oldest);
  }
  return new Map([...known, ...fresh]);
}

/** Vectors have length one, so their product is the cosine of their angle. */
function nearestRows({ skus, values, dimensions }: Matrix, vector: Float32Array, limit: number): readonly string[] {
  const best: { readonly row: number; readonly score: number }[] = [];
  for (let row = 0; row < skus.length; row += 1) {
    let score = 0;
    const start = row * dimensions;
    for (let at = 0; at < dimensions; at += 1) score += (values[start + at] as number) * (vector[at] as number);
    if (best.length === limit && score <= (best.at(-1)?.score ?? 0)) continue;
    best.push({ row, score });
    best.sort((one, other) => other.score - one.score);
    best.length = Math.min(best.length, limit);
  }
  return best.map(({ row }) => skus[row] as string);
}
