import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createLocal, fileCatalogue, openModel, readAi, type Understand, withhold } from './eval/open-model.ts';
import { type CommentLine, readCatalogue, readComments, toInput } from './eval/shop-files.ts';
import { readEnvironmentWithFile } from './lib/development-env.ts';

const USAGE = 'npm run -s understand -- --catalogue FILE --comments FILE --out FILE [--llm]';
const AT_ONCE = 256;

/**
 * Reads comments (JSON Lines as in `demo/`), writes what each means, in order:
 * `{id, intent, items: [{sku, qty}], ambiguous, confidence, by}`. Needs no database; the network only with `llm`, which
 * lets it ask a language model where it writes `abstain` otherwise.
 */
export async function understand(input: {
  readonly catalogue: string;
  readonly comments: string;
  readonly out: string;
  readonly llm?: boolean;
}): Promise<{ readonly count: number; readonly unclearCount: number }> {
  if (!input.llm) return write(input, createSilent());
  await using model = await openModel(readEnvironmentWithFile());
  return await write(input, model.understand);
}

/** The local engine, which abstains where it would ask a model. */
function createSilent(): Understand {
  const local = createLocal(readAi().askBelowConfidence);
  return async (catalogue, comments) => (await local(catalogue, comments)).map(withhold);
}

async function write(
  input: { readonly catalogue: string; readonly comments: string; readonly out: string },
  engine: Understand,
): Promise<{ readonly count: number; readonly unclearCount: number }> {
  const catalogue = fileCatalogue(await readCatalogue(input.catalogue));
  const counts = { count: 0, unclearCount: 0 };
  async function* lines(): AsyncGenerator<string> {
    for await (const batch of batches(readComments(input.comments), AT_ONCE)) {
      const understood = await engine(catalogue, batch.map(toInput));
      for (const [place, { decision, isUnclear }] of understood.entries()) {
        const { intent, items, ambiguous, confidence, by } = decision;
        counts.count += 1;
        counts.unclearCount += isUnclear ? 1 : 0;
        yield `${JSON.stringify({ id: batch[place]?.id, intent, items, ambiguous, confidence, by })}\n`;
      }
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(input.out));
  return counts;
}

async function* batches(all: AsyncIterable<CommentLine>, size: number): AsyncGenerator<readonly CommentLine[]> {
  let batch: CommentLine[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function readOptions(): { catalogue: string; comments: string; out: string; llm: boolean } {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { catalogue: text, comments: text, out: text, llm: { type: 'boolean', default: false } },
  });
  const { catalogue, comments, out, llm } = values;
  if (!catalogue || !comments || !out) throw new Error(`A file is missing. Use: ${USAGE}`);
  return { catalogue, comments, out, llm };
}

if (import.meta.main)
  try {
    const options = readOptions();
    const { count, unclearCount } = await understand(options);
    const share = count === 0 ? 0 : Math.round((1_000 * unclearCount) / count) / 10;
    console.error(
      `${count} comments understood; ${share} % ${options.llm ? 'needed' : 'would need'} the language model.`,
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
