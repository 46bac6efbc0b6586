import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { compileCatalogue, detectIntent } from '../../src/domain/intent/detect-intent.ts';
import type { Judged } from './score.ts';
import { readCatalogue, readLabelled } from './shop-files.ts';

/** Runs the engine over every `comments-<shop>.jsonl` of a directory, with the `catalogue-<shop>.jsonl` beside it. */
export async function judge(directory: string): Promise<readonly Judged[]> {
  const files = (await readdir(directory)).filter((name) => /^comments-.+\.jsonl$/.test(name)).sort();
  const judged: Judged[] = [];
  for (const file of files) {
    const index = compileCatalogue(await readCatalogue(path.join(directory, file.replace('comments-', 'catalogue-'))));
    for (const comment of await readLabelled(path.join(directory, file))) {
      const given = {
        text: comment.text,
        showingSku: comment.context?.showing_sku ?? null,
        previous: comment.context?.previous ?? [],
      };
      judged.push({ comment, decision: detectIntent(index, given) });
    }
  }
  return judged;
}
