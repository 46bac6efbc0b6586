import { type CatalogueCache, createCatalogueCache } from '../domain/intent/catalogue-cache.ts';
import { type Question, readQuestion } from '../domain/intent/read-question.ts';
import { answerText, type ProductFacts } from '../domain/messaging/answer-texts.ts';
import { BUYER_LOCALE } from '../domain/messaging/buyer-locale.sql.ts';
import { IS_STALE } from '../domain/messaging/is-stale.sql.ts';
import { queueMessages } from '../domain/messaging/queue-messages.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { publishMessages } from './publish-messages.ts';
import { on, type Step, type StepApp } from './step.ts';

type Asked = {
  commentId: string;
  storeId: string;
  liveEventId: string | null;
  buyerId: string;
  source: string;
  text: string;
  locale: string;
  storeLocale: string;
  showingSku: string | null;
  shippingNote: string | null;
  /** Which stretch of 20 s the comment fell into: what many ask at once is answered once, for all to read. */
  stretch: string;
};

const LOAD = `
SELECT c.id AS "commentId", c.tienda_id AS "storeId", c.live_id AS "liveEventId", c.buyer_id AS "buyerId", c.source, c.text,
  ${BUYER_LOCALE} AS locale, t.locale AS "storeLocale", c.showing_sku AS "showingSku", t.shipping_note AS "shippingNote",
  floor(extract(epoch FROM c.commented_at) / 20)::text AS stretch
FROM comments c JOIN buyers b ON b.id = c.buyer_id JOIN tiendas t ON t.id = c.tienda_id
LEFT JOIN conversations v ON v.buyer_id = b.id
WHERE c.id = ANY($1::uuid[]) AND t.answers_questions AND (c.source = 'message' OR NOT ${IS_STALE})`;

const FACTS = `
SELECT p.tienda_id AS "storeId", p.sku, p.name, p.price AS "priceMinor", p.currency, p.stock - p.held AS "freeUnits", p.size, p.color
FROM productos p JOIN jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, sku text) ON p.tienda_id = g."storeId" AND p.sku = g.sku
ORDER BY p.name`;

type Facts = Omit<ProductFacts, 'priceMinor'> & { storeId: string; sku: string; priceMinor: string };

const SPOKEN = new Set(['es', 'en', 'pt', 'fr', 'ar']);

/** Answers what the catalogue knows: price, stock, sizes, colours and the store's own note on shipping. Never a guess. */
export function createAnswerQuestion(deps: Pick<StepApp, 'pool'>): Step {
  const catalogues = createCatalogueCache({ pool: deps.pool });
  return on('intent-detected', 'answer-question', async (app, events) => {
    const ids = events.filter(({ payload }) => payload.intent === 'question').map(({ payload }) => payload.commentId);
    if (ids.length === 0) return;
    const asked = await rowsOf<Asked>(app.pool, LOAD, [ids]);
    const questions = await Promise.all(asked.map(async (row) => ({ row, question: await read(catalogues, row) })));
    const known = questions.flatMap(({ row, question }) => (question ? [{ row, question }] : []));
    const facts = await loadFacts(app, known);
    const messages = known.flatMap(({ row, question }) => {
      const text = answerText({
        topics: question.topics,
        products: question.skus.flatMap((sku) => facts.get(`${row.storeId}|${sku}`) ?? []),
        shippingNote: row.shippingNote,
        locale: localeOf(row, question),
      });
      return text === null ? [] : [toMessage(row, question, text)];
    });
    await publishMessages(app, await queueMessages(app.pool, messages));
  });
}

async function read(catalogues: CatalogueCache, row: Asked): Promise<Question | null> {
  const { index } = await catalogues.get(row.storeId);
  return readQuestion(index, { text: row.text, showingSku: row.showingSku });
}

async function loadFacts(
  app: StepApp,
  known: readonly { readonly row: Asked; readonly question: Question }[],
): Promise<ReadonlyMap<string, ProductFacts>> {
  const wanted = known.flatMap(({ row, question }) => question.skus.map((sku) => ({ storeId: row.storeId, sku })));
  const rows = wanted.length === 0 ? [] : await rowsOf<Facts>(app.pool, FACTS, [JSON.stringify(wanted)]);
  return new Map(
    rows.map(({ storeId, sku, priceMinor, ...rest }) => [
      `${storeId}|${sku}`,
      { ...rest, priceMinor: BigInt(priceMinor) },
    ]),
  );
}

/** The language of the question where we speak it, with the store's way of writing money where that fits. */
function localeOf(row: Asked, question: Question): string {
  if (!SPOKEN.has(question.lang)) return row.locale;
  return row.storeLocale.startsWith(question.lang) ? row.storeLocale : question.lang;
}

function toMessage(row: Asked, question: Question, text: string) {
  const { commentId, storeId, liveEventId, buyerId } = row;
  const about = { storeId, liveEventId, buyerId, orderId: null, commentId, body: { text } };
  if (row.source === 'message') return { ...about, kind: 'notice' as const, dedupeKey: `answer:${commentId}` };
  const what = `${question.topics.join('+')}:${question.skus.join('+')}`;
  return {
    ...about,
    kind: 'public_reply' as const,
    dedupeKey: `answer:${liveEventId ?? storeId}:${what}:${row.stretch}`,
  };
}
