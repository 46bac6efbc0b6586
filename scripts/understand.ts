import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { compileCatalogue, detectIntent } from '../src/domain/intent/detect-intent.ts';
import { readCatalogue, readComments } from './eval/shop-files.ts';

const USAGE = 'npm run -s understand -- --catalogue FILE --comments FILE --out FILE';

/**
 * Reads comments (JSON Lines as in `demo/`), writes what each means, in order:
 * `{id, intent, items: [{sku, qty}], ambiguous, confidence, by}`. Needs neither database nor network.
 */
export async function understand(input: {
  readonly catalogue: string;
  readonly comments: string;
  readonly out: string;
}): Promise<number> {
  const index = compileCatalogue(await readCatalogue(input.catalogue));
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const { id, text, context } of readComments(input.comments)) {
      const decision = detectIntent(index, {
        text,
        showingSku: context?.showing_sku ?? null,
        previous: context?.previous ?? [],
      });
      const { intent, items, ambiguous, confidence, by } = decision;
      count += 1;
      yield `${JSON.stringify({ id, intent, items, ambiguous, confidence, by })}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(input.out));
  return count;
}

function readOptions(): { catalogue: string; comments: string; out: string } {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { catalogue: text, comments: text, out: text } });
  const { catalogue, comments, out } = values;
  if (!catalogue || !comments || !out) throw new Error(`A file is missing. Use: ${USAGE}`);
  return { catalogue, comments, out };
}

if (import.meta.main)
  try {
    const count = await understand(readOptions());
    console.error(`${count} comments understood.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
