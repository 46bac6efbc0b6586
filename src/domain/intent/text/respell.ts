/** How a word sounds to somebody who writes by ear: "kiero", "qiero" and "quiero" are one, so are "boi" and "voy". */
export function fold(word: string): string {
  if (!/^[a-z]/.test(word)) return word;
  return word
    .replace(/qu(?=[ei]|$)|q/g, 'k')
    .replace(/c(?=[ei])/g, 's')
    .replace(/ch/g, '7')
    .replace(/c/g, 'k')
    .replace(/ph/g, 'f')
    .replace(/z/g, 's')
    .replace(/v/g, 'b')
    .replace(/ll/g, 'y')
    .replace(/y$/, 'i')
    .replace(/gu(?=[ei]|$)/g, 'g')
    .replace(/(?<![tswg])h/g, '')
    .replace(/(.)\1/g, '$1');
}

const DIMINUTIVE = /(?:(?:e?c|z)?it[oa]s?|(?:z)?inh[oa]s?|ill[oa]s?)$/;

/** Number, gender and diminutives do not tell products apart: "rojas", "rojito" and "rojo" are one word. */
export function stem(word: string): string {
  if (/[\u0600-\u06ff]/.test(word)) return arabicStem(word);
  if (/[\u0400-\u04ff]/.test(word)) return cyrillicStem(word);
  if (/[\u0370-\u03ff]/.test(word)) return greekStem(word);
  if (word.length <= 3 || /\d/.test(word)) return word;
  let root = word.replace(/(?:oes|aes|aos)$/, 'ao');
  const bare = root.replace(DIMINUTIVE, '');
  if (bare.length >= 3) root = bare;
  for (const ending of [/s$/, /[aoe]$/, /s$/]) {
    const shorter = root.replace(ending, '');
    if (shorter.length >= 3) root = shorter;
  }
  return root;
}

function arabicStem(word: string): string {
  const bare = word.replace(/^(?:و?ال|لل|[بهعكف]ال)(?=.{3})/u, '');
  const root = bare.replace(/(?:ات|ين|ون|ه|ي)$/u, '');
  return root.length >= 2 ? root : bare;
}

// "сумка", "сумку", "сумки": cases tell products apart no more than number does.
const CYRILLIC_ENDING =
  /(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ия|ию|ой|еи|ои|ею|ою|ом|ем|ам|ям|ах|ях|ая|яя|ую|юю|ые|ие|ыи|ии|ое|ее|ов|ев|ів|іи|іі|[аяуюыиіеоьи])$/;

function cyrillicStem(word: string): string {
  const root = word.replace(CYRILLIC_ENDING, '');
  return root.length >= 3 ? root : word;
}

function greekStem(word: string): string {
  const root = word.replace(/(?:ους|ων|ες|ος|ου|ας|ης|οι|ια|ι|α|η|ο|ε|ς)$/, '');
  return root.length >= 3 ? root : word;
}

const keys = new Map<string, string>();
const KEYS_MAX = 50_000;

/** The form under which words of catalogue and comment meet. Most words come again and again, so their keys are kept. */
export function keyOf(word: string): string {
  const known = keys.get(word);
  if (known !== undefined) return known;
  if (keys.size >= KEYS_MAX) keys.clear();
  const key = fold(stem(word));
  keys.set(word, key);
  return key;
}

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const NEIGHBOURS = new Map<string, string>();
for (const [row, keys] of ROWS.entries())
  for (const [place, key] of [...keys].entries())
    NEIGHBOURS.set(
      key,
      [
        keys[place - 1],
        keys[place + 1],
        ROWS[row - 1]?.[place],
        ROWS[row - 1]?.[place + 1],
        ROWS[row + 1]?.[place],
        ROWS[row + 1]?.[place - 1],
      ].join(''),
    );

/** Whether one slip of the finger makes `typed` of `meant`: a key missed, doubled, beside it, or two swapped. */
export function isSlip(typed: string, meant: string): boolean {
  const shorter = Math.min(typed.length, meant.length);
  let head = 0;
  while (head < shorter && typed[head] === meant[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && typed.at(-1 - tail) === meant.at(-1 - tail)) tail += 1;
  const [added, missed] = [typed.slice(head, typed.length - tail), meant.slice(head, meant.length - tail)];
  if (added.length + missed.length === 1) return true;
  if (added.length === 1 && missed.length === 1) return (NEIGHBOURS.get(missed) ?? '').includes(added);
  return added.length === 2 && missed.length === 2 && added[0] === missed[1] && added[1] === missed[0];
}

/** A word and the word without each of its letters: two words one slip apart share one of them. */
export function deletions(word: string): readonly string[] {
  const all = [word];
  for (let place = 0; place < word.length; place += 1) all.push(word.slice(0, place) + word.slice(place + 1));
  return all;
}
