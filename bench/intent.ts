import path from 'node:path';
import { readCatalogue, readLabelled } from '../scripts/eval/shop-files.ts';
import { ROOT } from '../scripts/lib/root.ts';
import { compileCatalogue, detectIntent } from '../src/domain/intent/detect-intent.ts';
import type { CatalogueProduct, CommentInput } from '../src/domain/intent/intent-detector.ts';
import type { BenchRow } from './row.ts';

const WINDOWS = 5;
const WINDOW_SECONDS = 1;
// As long as V8 takes to compile what is hot: the process lives for months.
const WARM_UP_SECONDS = 4;
const SHOP = 'cl-ropa';

/** Comments understood per second on one core, with catalogues of 1,000 and of 20,000 products. */
export async function benchIntent(): Promise<readonly BenchRow[]> {
  const demo = path.join(ROOT, 'demo');
  const real = await readCatalogue(path.join(demo, `catalogue-${SHOP}.jsonl`));
  const labelled = await readLabelled(path.join(demo, `comments-${SHOP}.jsonl`));
  const comments = labelled.map(({ text, context }) => ({
    text,
    showingSku: context?.showing_sku ?? null,
    previous: context?.previous ?? [],
  }));
  return [
    measure([...real, ...invent(1_000 - real.length)], comments, 5_000),
    measure([...real, ...invent(20_000 - real.length)], comments, 2_000),
  ];
}

function measure(products: readonly CatalogueProduct[], comments: readonly CommentInput[], atLeast: number): BenchRow {
  const index = compileCatalogue(products);
  const once = () => {
    for (const comment of comments) detectIntent(index, comment);
  };
  runFor(WARM_UP_SECONDS, once);
  // The best window: what the machine gave to others in the rest is not ours.
  const rates = Array.from({ length: WINDOWS }, () => {
    const { rounds, seconds } = runFor(WINDOW_SECONDS, once);
    return (rounds * comments.length) / seconds;
  });
  const perSecond = Math.round(Math.max(...rates));
  return {
    name: `comments understood, ${products.length.toLocaleString('en')} products`,
    unit: 'per second and core',
    ours: perSecond,
    target: `≥ ${atLeast}`,
    isMet: perSecond >= atLeast,
  };
}

/** Repeats it for so many seconds of processor time, not of the clock: what else the machine does is not ours. */
function runFor(atLeastSeconds: number, once: () => void): { readonly rounds: number; readonly seconds: number } {
  const start = process.cpuUsage();
  for (let rounds = 1; ; rounds += 1) {
    once();
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1_000_000;
    if (seconds >= atLeastSeconds) return { rounds, seconds };
  }
}

const THINGS = [
  'Polera',
  'Polerón',
  'Vestido',
  'Falda',
  'Short',
  'Camisa',
  'Chaqueta',
  'Pijama',
  'Calza',
  'Blusa',
  'Enterito',
  'Chaleco',
  'Abrigo',
  'Top',
  'Bikini',
  'Cartera',
  'Zapatilla',
  'Sandalia',
  'Botín',
  'Gorro',
];
const STYLES = [
  'Básica',
  'Oversize',
  'Lino',
  'Satín',
  'Floral',
  'Rayada',
  'Crochet',
  'Deportiva',
  'Elegante',
  'Vintage',
  'Plisada',
  'Cargo',
  'Bordada',
  'Escocesa',
  'Acanalada',
  'Térmica',
  'Premium',
  'Clásica',
  'Urbana',
  'Boho',
];
const NAMES = [
  'Aurora',
  'Lisboa',
  'Marta',
  'Nieve',
  'Olivia',
  'Paris',
  'Quila',
  'Roma',
  'Selva',
  'Trufa',
  'Umbra',
  'Viena',
  'Wanda',
  'Xena',
  'Yuca',
  'Zafiro',
  'Brisa',
  'Canela',
  'Delta',
  'Estela',
  'Faro',
  'Gala',
  'Hielo',
  'Indie',
  'Jade',
];
const COLORS = ['Negra', 'Blanca', 'Roja', 'Azul', 'Verde'];
const SIZES = ['S', 'M', 'L', 'XL'];

/** A catalogue with names as shops write them: twenty variants of each model, a claim code per model. */
function invent(count: number): readonly CatalogueProduct[] {
  return Array.from({ length: count }, (_, place) => {
    const model = Math.floor(place / (COLORS.length * SIZES.length));
    const color = COLORS[Math.floor(place / SIZES.length) % COLORS.length] ?? '';
    const size = SIZES[place % SIZES.length] ?? '';
    const words = [
      THINGS[model % THINGS.length],
      STYLES[Math.floor(model / 3) % STYLES.length],
      NAMES[Math.floor(model / 7) % NAMES.length],
    ] as string[];
    const [thing] = words as [string];
    return {
      sku: `SKU-${place}`,
      name: `${words.join(' ')} ${color} ${size}`,
      color,
      size,
      keywords: words.slice(0, 2).map((word) => word.toLowerCase()),
      claimCode: String(1_000 + model),
      description: thing,
    };
  });
}

if (import.meta.main) console.table(await benchIntent());
