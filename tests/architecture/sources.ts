import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type SourceFile = {
  /** Path from the root of the project. */
  readonly path: string;
  readonly text: string;
  /** What it imports: paths from the root for files of ours, names for packages. */
  readonly imports: readonly string[];
};

const SPECIFIER =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|(?:^|[^.\w])import\(\s*'([^']+)'|(?:^|\n)import\s+'([^']+)'/g;

/** The TypeScript files below these folders, without what is generated. */
export function sourcesIn(...folders: readonly string[]): readonly SourceFile[] {
  const names = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`));
  return names
    .filter((name) => !/(^|\/)(generated|node_modules|dist)\//.test(name) && !name.endsWith('routeTree.gen.ts'))
    .toSorted()
    .map((name) => {
      const text = readFileSync(name, 'utf8');
      const specifiers = [...text.matchAll(SPECIFIER)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
      return { path: name, text, imports: specifiers.map((to) => resolve(name, to)) };
    });
}

function resolve(from: string, to: string): string {
  return to.startsWith('.') ? path.normalize(path.join(path.dirname(from), to)) : to;
}
