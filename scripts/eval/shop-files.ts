import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { CatalogueProduct, CommentInput } from '../../src/domain/intent/intent-detector.ts';
import { INTENTS } from '../../src/domain/intent/intent-detector.ts';

const text = z.string().min(1);
const productModel = z.object({
  sku: text,
  name: text,
  description: z.string().optional(),
  variants: z.object({ color: z.string().optional(), size: z.string().optional() }).nullish(),
  keywords: z.array(z.string()).nullish(),
  claim_code: z.string().nullish(),
  group_key: z.string().nullish(),
});
const contextModel = z.object({ showing_sku: z.string().nullish(), previous: z.array(z.string()).nullish() });
const commentModel = z.object({ id: text, text: z.string(), context: contextModel.nullish() });
const expectedModel = z.object({
  intent: z.enum(INTENTS),
  items: z.array(z.object({ sku: text, qty: z.int().positive() })),
  ambiguous: z.boolean().optional(),
});
const labelledModel = commentModel.extend({ shop: text, lang: text, expected: expectedModel });

/** One comment of a JSON Lines file; labels and notes in the line are left out. */
export type CommentLine = z.infer<typeof commentModel>;
/** One comment with what a human seller understands. */
export type LabelledComment = z.infer<typeof labelledModel>;

/** The products of a catalogue file. Throws naming file, line and field. */
export async function readCatalogue(file: string): Promise<readonly CatalogueProduct[]> {
  const products: CatalogueProduct[] = [];
  const lines = new Map<string, number>();
  for await (const { value, line } of readLines(file, productModel)) {
    const first = lines.get(value.sku);
    if (first !== undefined)
      throw new Error(
        `${file}, line ${line}: field sku: "${value.sku}" is already on line ${first}. A SKU stands once in a catalogue.`,
      );
    lines.set(value.sku, line);
    products.push(toProduct(value));
  }
  if (products.length === 0)
    throw new Error(`${file} has no products. Expected one JSON object per line with at least sku and name.`);
  return products;
}

function toProduct(line: z.infer<typeof productModel>): CatalogueProduct {
  const { sku, name, description, variants, keywords, claim_code: claimCode, group_key: groupKey } = line;
  return {
    sku,
    name,
    keywords: keywords ?? [],
    ...(description === undefined ? {} : { description }),
    ...(variants?.color ? { color: variants.color } : {}),
    ...(variants?.size ? { size: variants.size } : {}),
    ...(claimCode ? { claimCode } : {}),
    ...(groupKey ? { groupKey } : {}),
  };
}

/** A comment of a file as the engine takes it. */
export function toInput({ text, context }: CommentLine): CommentInput {
  return { text, showingSku: context?.showing_sku ?? null, previous: context?.previous ?? [] };
}

/** The comments of a file, one after the other. Throws naming file, line and field. */
export async function* readComments(file: string): AsyncGenerator<CommentLine> {
  for await (const { value } of readLines(file, commentModel)) yield value;
}

/** The labelled comments of a file. Throws naming file, line and field. */
export async function readLabelled(file: string): Promise<readonly LabelledComment[]> {
  const all: LabelledComment[] = [];
  for await (const { value } of readLines(file, labelledModel)) all.push(value);
  return all;
}

async function* readLines<T>(file: string, model: z.ZodType<T>): AsyncGenerator<{ value: T; line: number }> {
  let line = 0;
  if (!existsSync(file)) throw new Error(`There is no file ${file}. Check the path.`);
  for await (const source of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line += 1;
    const bare = line === 1 ? source.replace(/^\ufeff/, '') : source;
    if (bare.trim() === '') continue;
    yield { value: parseLine(bare, { file, line, model }), line };
  }
}

function parseLine<T>(source: string, given: { file: string; line: number; model: z.ZodType<T> }): T {
  const { file, line, model } = given;
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    throw new Error(
      `${file}, line ${line}: this is no JSON (${(error as Error).message}). Expected one JSON object per line.`,
    );
  }
  const parsed = model.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${file}, line ${line}: field ${issue?.path.join('.') || '(the whole line)'}: ${issue?.message}.`);
}
