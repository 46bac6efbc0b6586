// The engine's rules (src/domain/intent), and the sentence that tells each in plain words; of some families, all rules alike.
const SENTENCES = {
  'purchase:claim': 'buyWord',
  'purchase:request': 'buyWord',
  'purchase:reserve': 'buyWord',
  'purchase:want': 'wantWord',
  'purchase:self': 'selfWord',
  'purchase:stock': 'ifInStock',
  'purchase:bare-code': 'bareCode',
  'purchase:bare-name': 'bareGoods',
  'purchase:bare-variant': 'bareGoods',
  'purchase:bare-this': 'bareGoods',
  'purchase:bare-count': 'bareGoods',
  'change:swap': 'swaps',
  'change:named': 'swaps',
  'change:count': 'recounts',
  'change:fewer': 'recounts',
  'cancel:claim': 'givesBack',
  'cancel:no-claim': 'givesBackUnknown',
  'cancel:unknown-line': 'givesBackUnknown',
  'question:status': 'asksOrder',
  'question:price': 'haggles',
  'question:condition': 'asksTerms',
  'question:look': 'hesitates',
  'question:mark': 'asks',
  'question:word': 'asks',
  'question:verb': 'asks',
  greeting: 'greets',
  'complaint:sarcasm': 'mocks',
  'complaint:price': 'mocks',
  'complaint:words': 'unhappy',
  'complaint:bad': 'unhappy',
  'complaint:mood': 'unhappy',
  spam: 'advertises',
  opt_out: 'stops',
  data_deletion: 'erases',
  'other:no-words': 'noWords',
  'other:tag': 'tags',
  'other:paid': 'paid',
  'other:wish': 'tells',
  'other:about': 'tells',
  'other:nothing': 'nothingKnown',
  'other:praise': 'friendly',
  'other:share': 'friendly',
  'other:laugh': 'friendly',
  'abstain:language': 'unknownLanguage',
  'abstain:goods': 'unclearGoods',
  model: 'model',
} as const;

export type Sentence = (typeof SENTENCES)[keyof typeof SENTENCES] | 'unknown';

/** Why a comment was understood so. `model`: who read it, when no rule did; `fallback`: why no model could be asked. */
export type Explanation = {
  readonly sentence: Sentence;
  readonly model: string | null;
  readonly fallback: 'budget' | 'failed' | 'off' | null;
};

const known: Readonly<Record<string, Sentence | undefined>> = SENTENCES;

/** Reads `decidedBy`: `purchase:claim`, `model:openai/gpt-x`, `fallback:budget/other:nothing`. */
export function explainRule(decidedBy: string): Explanation {
  const [, reason, local] = /^fallback:(budget|failed|off)\/(.+)$/.exec(decidedBy) ?? [];
  const rule = local ?? decidedBy;
  const [family = '', ...rest] = rule.split(':');
  return {
    sentence: known[rule] ?? known[family] ?? 'unknown',
    model: family === 'model' ? rest.join(':') : null,
    fallback: (reason as Explanation['fallback'] | undefined) ?? null,
  };
}
