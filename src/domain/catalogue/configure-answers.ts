import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

const CONFIGURE = `
UPDATE tiendas SET answers_questions = $2, shipping_note = $3, asks_back = coalesce($4, asks_back) WHERE id = $1`;

/**
 * Sets whether questions are answered from the catalogue, the note on shipping (null: none), and whether buyers whose
 * comment was left open are asked for the code (null: as before).
 */
export async function configureAnswers(
  deps: { readonly sql: Sql },
  input: {
    readonly storeId: string;
    readonly answersQuestions: boolean;
    readonly shippingNote: string | null;
    readonly asksBack: boolean | null;
  },
): Promise<void> {
  const { storeId, answersQuestions, shippingNote, asksBack } = input;
  await rowsOf(deps.sql, CONFIGURE, [storeId, answersQuestions, shippingNote, asksBack]);
}
