import { expect, test } from 'vitest';
import { BUYER_LOCALE } from '../../../src/domain/messaging/buyer-locale.sql.ts';
import { chooseLanguage } from '../../../src/domain/messaging/choose-language.ts';
import { queueMessages } from '../../../src/domain/messaging/queue-messages.ts';
import { rowOf, rowsOf } from '../../../src/platform/db/transaction.ts';
import { comment, sharedDatabase } from '../shop.ts';
import { openChat } from './chat.ts';

const database = sharedDatabase();

test('the seller’s choice beats Facebook’s locale, that beats the language of the comments, that beats the store’s', async () => {
  const { pool } = database;
  const chat = await openChat(pool);
  await queueMessages(pool, [chat.message('private_reply')]);
  const locale = async () =>
    (
      await rowOf<{ locale: string }>(
        pool,
        `SELECT ${BUYER_LOCALE} AS locale FROM buyers b JOIN tiendas t ON t.id = b.tienda_id
         LEFT JOIN conversations v ON v.buyer_id = b.id WHERE b.id = $1`,
        [chat.buyerId],
      )
    ).locale;
  const say = async (language: string, second: number) => {
    const { commentId } = await comment(pool, chat, { buyerId: chat.buyerId, second });
    await rowsOf(
      pool,
      `INSERT INTO ai_logs (tienda_id, comment_id, detected_intent, confidence_score, decided_by, language)
       VALUES ($1, $2, 'buy', 1, 'rules', $3)`,
      [chat.storeId, commentId, language],
    );
  };

  expect(await locale()).toBe('es-CL');
  await say('und', 1);
  expect(await locale()).toBe('es-CL');
  await say('pt', 2);
  await say('fr', 3);
  await say('pt', 4);
  expect(await locale()).toBe('pt');
  await say('es', 5);
  expect(await locale()).toBe('es-CL');
  await rowsOf(pool, `UPDATE buyers SET locale = 'fr_FR' WHERE id = $1`, [chat.buyerId]);
  expect(await locale()).toBe('fr-FR');
  const { id } = await rowOf<{ id: string }>(pool, 'SELECT id FROM conversations WHERE buyer_id = $1', [chat.buyerId]);
  await chooseLanguage(pool, { conversationId: id, language: 'ar' });
  expect(await locale()).toBe('ar');
  await chooseLanguage(pool, { conversationId: id, language: null });
  expect(await locale()).toBe('fr-FR');
});
