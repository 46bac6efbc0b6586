/** One record of a CSV with the line on which it starts, counted from 1. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] };
export type CsvProblem = { readonly line: number; readonly code: 'UNCLOSED_QUOTE' };

/**
 * Reads RFC 4180 text, and what spreadsheets make of it: a byte order mark, any line ending, `;` or tab between cells
 * (found from the first line), quoted cells with commas, line breaks and doubled quotes. Empty lines are left out.
 */
export function parseCsv(text: string): {
  readonly records: readonly CsvRecord[];
  readonly problem: CsvProblem | null;
} {
  const source = text.replace(/^\uFEFF/, '');
  const separator = findSeparator(source);
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let startLine = 1;
  let quoteLine = 1;

  const endRecord = () => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== ''))
      records.push({ line: startLine, cells: cells.map((one) => one.trim()) });
    cells = [];
    cell = '';
    startLine = line;
  };

  for (let at = 0; at < source.length; at += 1) {
    const char = source[at];
    const isBreak = char === '\n' || char === '\r';
    if (char === '\r' && source[at + 1] === '\n') at += 1;
    if (isBreak) line += 1;
    if (isQuoted) {
      if (char !== '"') cell += isBreak ? '\n' : char;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (isBreak) endRecord();
    else if (char === separator) {
      cells.push(cell);
      cell = '';
    } else if (char === '"' && cell.trim() === '') {
      cell = '';
      isQuoted = true;
      quoteLine = line;
    } else cell += char;
  }
  if (isQuoted) return { records, problem: { line: quoteLine, code: 'UNCLOSED_QUOTE' } };
  endRecord();
  return { records, problem: null };
}

function findSeparator(source: string): string {
  const firstLine = source.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: firstLine.split(mark).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}
