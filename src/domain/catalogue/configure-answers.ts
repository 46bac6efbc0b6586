import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

/** Sets whether questions are answered from the catalogue, and the note on shipping (null: none). */
export async function configureAnswers(
  deps: { readonly sql: Sql },
  input: { readonly storeId: string; readonly answersQuestions: boolean; readonly shippingNote: string | null },
): Promise<void> {
  await rowsOf(deps.sql, 'UPDATE tiendas SET answers_questions = $2, shipping_note = $3 WHERE id = $1', [
    input.storeId,
    input.answersQuestions,
    input.shippingNote,
  ]);
}
