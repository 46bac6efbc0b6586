import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

export const LANGUAGES = ['es', 'en', 'pt', 'fr', 'ar'] as const;
/** A language in which the bot has texts. */
export type Language = (typeof LANGUAGES)[number];

/** The language of a locale such as `es-CL`; English for one that we do not speak. */
export function languageOf(locale: string): Language {
  const code = locale.slice(0, 2).toLowerCase();
  return LANGUAGES.find((language) => language === code) ?? 'en';
}

/** The seller says in which language a buyer is addressed; null leaves it to what is known of the buyer. */
export async function chooseLanguage(
  sql: Sql,
  input: { readonly conversationId: string; readonly language: Language | null },
): Promise<void> {
  await rowsOf(sql, 'UPDATE conversations SET locale = $2 WHERE id = $1', [input.conversationId, input.language]);
}
