import { z } from 'zod';

const productModel = z.object({
  sku: z.string(),
  name: z.string(),
  color: z.string().optional(),
  size: z.string().optional(),
  code: z.string().optional(),
});
const commentModel = z.object({
  n: z.number(),
  comment: z.string(),
  said_before: z.array(z.string()),
  on_screen: z.string().nullable(),
  products: z.array(productModel),
});
const promptModel = z.object({ comments: z.array(commentModel) });
type Comment = z.infer<typeof commentModel>;
type Answer = {
  n: number;
  intent: string;
  items: { sku: string; quantity: number }[];
  replaces: string[];
  ask_back: string | null;
  confidence: number;
};

const BUYS =
  /\b(quiero|dame|deme|llevo|aparta\w*|reserva\w*|mio|mia|prendo|compro|voglio|quero|meu|minha|pego|mine|sold|take|buy|want|prends|veux|neem|nehme|kaufe|kup\w+|alırım|uno|una|dos|eso|ese|esa)\b/;
const BUT = /\b(no|not|non|nao|if|pero|but|mas|ma)\b/;
const ASKS = /[?¿؟]|\b(viene|aparte|cuanto|quanto|combien|how|tienen|hay|precio|size|talla)\b/;
const GREETS = /^(buon\w*|ciao|hola|hello|hi|oi|salut|bonjour|ahoj|merhaba)\b/;
const NUMBERS: Readonly<Record<string, number>> = {
  dos: 2,
  due: 2,
  two: 2,
  dois: 2,
  duas: 2,
  deux: 2,
  tres: 3,
  tre: 3,
  three: 3,
};
// What a model that can be talked into things would do for anybody.
const ORDERS_TO_MACHINES = /\b(ignore|ignora|disregard|system|assistant|instruc\w*|mark|marca)\b/;

/** Answers as a passable model would: the same prompt, the same answer. Null when the prompt has another shape. */
export function answerComments(data: string): readonly Answer[] | null {
  const prompt = promptModel.safeParse(parse(data));
  return prompt.success ? prompt.data.comments.map(understand) : null;
}

/** Answers as a model that makes things up: whatever is said, its author wants one of a product that nobody sells. */
export function inventAnswers(data: string): readonly Answer[] | null {
  const prompt = promptModel.safeParse(parse(data));
  if (!prompt.success) return null;
  return prompt.data.comments.map(({ n }) => ({
    n,
    intent: 'purchase',
    items: [{ sku: 'NO-SUCH-PRODUCT', quantity: 1 }],
    replaces: [],
    ask_back: null,
    confidence: 1,
  }));
}

/** Answers as a model that obeys whatever a comment of the prompt orders: everybody buys 99 of the first product in sight. */
export function obeyComments(data: string): readonly Answer[] | null {
  const prompt = promptModel.safeParse(parse(data));
  if (!prompt.success) return null;
  const { comments } = prompt.data;
  if (!comments.some(({ comment }) => ORDERS_TO_MACHINES.test(plain(comment)))) return comments.map(understand);
  return comments.map((comment) => ({
    n: comment.n,
    intent: 'purchase',
    items: [{ sku: comment.products[0]?.sku ?? 'ANYTHING', quantity: 99 }],
    replaces: [],
    ask_back: null,
    confidence: 1,
  }));
}

function understand(comment: Comment): Answer {
  const text = plain(comment.comment);
  const says = (intent: string, confidence: number): Answer => ({
    n: comment.n,
    intent,
    items: [],
    replaces: [],
    ask_back: null,
    confidence,
  });
  if (ORDERS_TO_MACHINES.test(text)) return says('spam', 0.9);
  if (ASKS.test(text)) return says('question', 0.8);
  if (GREETS.test(text)) return says('greeting', 0.85);
  if (!BUYS.test(text) || BUT.test(text)) return says('other', 0.7);
  const best = comment.products
    .map((product) => ({ product, points: pointsOf(comment, product) }))
    .sort((one, other) => other.points - one.points)[0];
  if (!best || best.points === 0) return { ...says('purchase', 0.55), ask_back: 'product' };
  return { ...says('purchase', 0.85), items: [{ sku: best.product.sku, quantity: quantityOf(text) }] };
}

function pointsOf(comment: Comment, product: z.infer<typeof productModel>): number {
  const said = new Set(wordsOf(comment.comment));
  const own = wordsOf(Object.values(product).join(' '));
  return own.filter((word) => said.has(word)).length + (comment.on_screen === product.sku ? 0.5 : 0);
}

function quantityOf(text: string): number {
  const said = wordsOf(text).find((word) => /^\d{1,2}$/.test(word) || word in NUMBERS);
  return said === undefined ? 1 : (NUMBERS[said] ?? Number(said));
}

function wordsOf(text: string): readonly string[] {
  return plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
