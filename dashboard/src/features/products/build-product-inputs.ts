import type { ProductInput } from '../../generated/graphql.ts';
import { parseMinor } from '../../lib/money.ts';
import { type CsvRecord, parseCsv } from './parse-csv.ts';

export type ImportProblem = {
  readonly line: number;
  readonly field: string;
  readonly code: 'UNCLOSED_QUOTE' | 'NO_COLUMN' | 'EMPTY' | 'NO_PRICE' | 'NO_UNITS' | 'TWICE' | 'EXTRA_CELLS';
};
export type ProductImport = { readonly products: readonly ProductInput[]; readonly problems: readonly ImportProblem[] };

const COLUMNS = [
  'sku',
  'name',
  'price',
  'stock',
  'description',
  'color',
  'size',
  'code',
  'group',
  'keywords',
  'image',
] as const;
type Column = (typeof COLUMNS)[number];
const REQUIRED: readonly Column[] = ['sku', 'name', 'price', 'stock'];

/** Heads as sellers write them in the five languages, folded to lower case without accents. */
const ALIASES: Readonly<Record<string, Column>> = {
  producto: 'name',
  nombre: 'name',
  nome: 'name',
  produto: 'name',
  nom: 'name',
  product: 'name',
  title: 'name',
  precio: 'price',
  preco: 'price',
  prix: 'price',
  existencias: 'stock',
  cantidad: 'stock',
  quantity: 'stock',
  estoque: 'stock',
  onhandunits: 'stock',
  unidades: 'stock',
  descripcion: 'description',
  descricao: 'description',
  cor: 'color',
  couleur: 'color',
  colour: 'color',
  talla: 'size',
  tamanho: 'size',
  taille: 'size',
  talle: 'size',
  codigo: 'code',
  claimcode: 'code',
  grupo: 'group',
  groupkey: 'group',
  groupe: 'group',
  palabras: 'keywords',
  palavras: 'keywords',
  mots: 'keywords',
  imagen: 'image',
  imagem: 'image',
  imageurl: 'image',
};

const fold = (head: string) =>
  head
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();

/**
 * The products of a CSV with a head line (`sku, name, price, stock` and more), or every problem by line and
 * field, named as the file does. Prices are in whole currency units as people write them. Keywords stand in one cell, `|` between them.
 */
export function buildProductInputs(text: string, currency: string): ProductImport {
  const { records, problem } = parseCsv(text);
  if (problem) return { products: [], problems: [{ ...problem, field: '' }] };
  const [head, ...rows] = records;
  if (!head) return { products: [], problems: [] };
  const columns = head.cells.map((cell) => COLUMNS.find((column) => column === fold(cell)) ?? ALIASES[fold(cell)]);
  const missing = REQUIRED.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    return { products: [], problems: missing.map((field) => ({ line: head.line, field, code: 'NO_COLUMN' })) };

  const problems: ImportProblem[] = [];
  const seen = new Set<string>();
  const products = rows.map((row) => {
    const product = readRow(row, { head: head.cells, columns, currency, problems });
    if (product.sku !== '' && seen.has(product.sku))
      problems.push({ line: row.line, field: head.cells[columns.indexOf('sku')] ?? 'sku', code: 'TWICE' });
    seen.add(product.sku);
    return product;
  });
  return { products: problems.length > 0 ? [] : products, problems };
}

type Reading = {
  readonly head: readonly string[];
  readonly columns: readonly (Column | undefined)[];
  readonly currency: string;
  readonly problems: ImportProblem[];
};

function readRow(row: CsvRecord, { head, columns, currency, problems }: Reading): ProductInput {
  const cell = (column: Column) => row.cells[columns.indexOf(column)] ?? '';
  const complain = (column: Column, code: ImportProblem['code']) =>
    problems.push({ line: row.line, field: head[columns.indexOf(column)] ?? column, code });
  if (row.cells.slice(columns.length).some((one) => one !== ''))
    problems.push({ line: row.line, field: '', code: 'EXTRA_CELLS' });
  for (const column of REQUIRED) if (cell(column) === '') complain(column, 'EMPTY');
  const priceMinor = parseMinor(cell('price'), currency);
  if (cell('price') !== '' && priceMinor === null) complain('price', 'NO_PRICE');
  if (cell('stock') !== '' && !/^\d{1,7}$/.test(cell('stock'))) complain('stock', 'NO_UNITS');
  const optional = {
    description: cell('description'),
    color: cell('color'),
    size: cell('size'),
    claimCode: cell('code'),
    groupKey: cell('group'),
    imageUrl: cell('image'),
  };
  return {
    sku: cell('sku'),
    name: cell('name'),
    priceMinor: priceMinor ?? '0',
    onHandUnits: Number(cell('stock')) || 0,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
    ...(cell('keywords') && { keywords: splitKeywords(cell('keywords')) }),
  };
}

/** Words between `|`, `,` or `;`, without empty ones. */
export const splitKeywords = (text: string): string[] =>
  text
    .split(/[|,;]/)
    .map((word) => word.trim())
    .filter(Boolean);
