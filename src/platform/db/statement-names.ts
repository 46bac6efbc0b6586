/**
 * Names statements by their text. Under a name, a connection parses and plans a statement once and not each time
 * (decision 72). Every connection keeps its plans, so no more than `atMost` texts get one; the others are answered null.
 */
export function createStatementNames({ prefix, atMost }: { readonly prefix: string; readonly atMost: number }) {
  const names = new Map<string, string>();
  return (text: string): string | null => {
    const known = names.get(text);
    if (known || names.size === atMost) return known ?? null;
    const name = `${prefix}${names.size}`;
    names.set(text, name);
    return name;
  };
}
