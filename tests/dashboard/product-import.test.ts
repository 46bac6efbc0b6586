import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildProductInputs, splitKeywords } from '../../dashboard/src/features/products/build-product-inputs.ts';
import { parseCsv } from '../../dashboard/src/features/products/parse-csv.ts';

const cellsOf = (text: string) => parseCsv(text).records.map(({ cells }) => cells);

describe('CSV', () => {
  test('quoted cells keep commas, line breaks and doubled quotes; records keep the line they start on', () => {
    const { records, problem } = parseCsv('sku,name\nA,"Red, ""big""\nshirt"\n\nB,Blue\n');
    expect(problem).toBeNull();
    expect(records).toEqual([
      { line: 1, cells: ['sku', 'name'] },
      { line: 2, cells: ['A', 'Red, "big"\nshirt'] },
      { line: 5, cells: ['B', 'Blue'] },
    ]);
  });

  test('spreadsheets may write a byte order mark, semicolons, tabs and any line ending', () => {
    expect(cellsOf('\uFEFFsku;name\r\nA;x\r\n')).toEqual([
      ['sku', 'name'],
      ['A', 'x'],
    ]);
    expect(cellsOf('sku\tname\rA\tx')).toEqual([
      ['sku', 'name'],
      ['A', 'x'],
    ]);
  });

  test('a quote that is never closed is named with its line', () => {
    expect(parseCsv('sku,name\nA,"open\nB,x').problem).toEqual({ line: 2, code: 'UNCLOSED_QUOTE' });
  });

  test('any cells survive being written and read', () => {
    const cell = fc.string().map((text) => text.trim());
    const row = fc.array(cell, { minLength: 2, maxLength: 4 }).filter((cells) => cells.some((one) => one !== ''));
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const text = ['a,b', ...rows.map((cells) => cells.map(quote).join(','))].join('\n');
        const expected = rows.map((cells) =>
          cells.map((one) => one.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim()),
        );
        expect(cellsOf(text).slice(1)).toEqual(expected);
      }),
    );
  });
});

describe('products of a CSV', () => {
  test('heads are read in several languages, prices in the currency of the store', () => {
    const csv = 'SKU;Nombre;Precio;Stock;Talla;Código;Palabras\nRED-M;Polera roja;$ 9.990;10;M;A1;roja|colorada';
    expect(buildProductInputs(csv, 'CLP')).toEqual({
      problems: [],
      products: [
        {
          sku: 'RED-M',
          name: 'Polera roja',
          priceMinor: '9990',
          onHandUnits: 10,
          size: 'M',
          claimCode: 'A1',
          keywords: ['roja', 'colorada'],
        },
      ],
    });
    expect(buildProductInputs('sku,name,price,stock\nA,x,"10,50",1', 'PEN').products[0]?.priceMinor).toBe('1050');
  });

  test('every problem names its line and field, and nothing is imported then', () => {
    const csv = 'sku,name,price,stock\nA,,free,1\nA,x,10,-1\nB,x,10,2\nC,x,1,2,3';
    expect(buildProductInputs(csv, 'CLP')).toEqual({
      products: [],
      problems: [
        { line: 2, field: 'name', code: 'EMPTY' },
        { line: 2, field: 'price', code: 'NO_PRICE' },
        { line: 3, field: 'stock', code: 'NO_UNITS' },
        { line: 3, field: 'sku', code: 'TWICE' },
        { line: 5, field: '', code: 'EXTRA_CELLS' },
      ],
    });
  });

  test('a field is named as the file names it', () => {
    const { problems } = buildProductInputs('SKU;Nombre;Precio;Stock\nA;x;gratis;1', 'CLP');
    expect(problems).toEqual([{ line: 2, field: 'Precio', code: 'NO_PRICE' }]);
  });

  test('a missing column is named', () => {
    expect(buildProductInputs('sku,name,price\nA,x,1', 'CLP').problems).toEqual([
      { line: 1, field: 'stock', code: 'NO_COLUMN' },
    ]);
  });

  test('an empty text has neither products nor problems', () => {
    expect(buildProductInputs(' \n', 'CLP')).toEqual({ products: [], problems: [] });
  });

  test('keywords may stand between commas, semicolons or bars', () => {
    expect(splitKeywords(' roja, colorada;red||x ')).toEqual(['roja', 'colorada', 'red', 'x']);
  });
});
