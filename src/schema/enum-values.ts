/** Enum values from `{ 'stored word': 'description' }`: the name of `opt_out` is OPT_OUT, of `no-sign` NO_SIGN. */
export function enumValues<Word extends string>(described: Readonly<Record<Word, string>>) {
  const entries = Object.entries(described) as [Word, string][];
  return Object.fromEntries(
    entries.map(([word, description]) => [word.toUpperCase().replaceAll('-', '_'), { value: word, description }]),
  ) as Record<string, { readonly value: Word; readonly description: string }>;
}
