import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createLocal, fileCatalogue, readAi, type Understand } from './open-model.ts';
import type { Judged } from './score.ts';
import { type LabelledComment, readCatalogue, readLabelled, toInput } from './shop-files.ts';

/**
 * Runs the engine (the local one alone, when none is given) over every `comments-<shop>.jsonl` of a directory, with the
 * `catalogue-<shop>.jsonl` beside it.
 */
export async function judge(
  directory: string,
  understand: Understand = createLocal(readAi().askBelowConfidence),
): Promise<readonly Judged[]> {
  const files = (await readdir(directory)).filter((name) => /^comments-.+\.jsonl$/.test(name)).sort();
  const judged: Judged[] = [];
  for (const file of files) {
    const catalogue = fileCatalogue(await readCatalogue(path.join(directory, file.replace('comments-', 'catalogue-'))));
    const comments = await readLabelled(path.join(directory, file));
    const understood = await understand(catalogue, comments.map(toInput));
    judged.push(...understood.map((one, place) => ({ ...one, comment: comments[place] as LabelledComment })));
  }
  return judged;
}
