import { buys } from './buys.ts';
import { type CatalogueIndex, compileCatalogue, squeeze } from './catalogue/compile-catalogue.ts';
import { confidenceOf } from './confidence.ts';
import { decidePurchase } from './decide-purchase.ts';
import { decideRevision } from './decide-revision.ts';
import { decideDuty, decideTalk, isUnhappy } from './decide-talk.ts';
import type { CommentInput, Decision } from './intent-detector.ts';
import { type Reading, readComment } from './read-comment.ts';
import { follow, NO_THREAD, type Thread } from './thread.ts';
import { talk, type Verdict } from './verdict.ts';

export { type CatalogueIndex, compileCatalogue, type Decision };

/**
 * Understands a comment without network: what its author wants done, and which goods are meant. The piece on screen and
 * the author's earlier comments fill what is not said. It would rather abstain than sell to somebody who only asked.
 */
export function detectIntent(index: CatalogueIndex, comment: CommentInput): Decision {
  const showing = comment.showingSku === null ? null : (index.bySku.get(squeeze(comment.showingSku)) ?? null);
  const reading = readComment(index, comment.text, showing);
  const verdict = decide(reading, threadOf(index, comment, showing));
  return {
    intent: verdict.intent,
    items: verdict.items,
    removed: verdict.intent === 'change' ? verdict.removed : [],
    ambiguous: verdict.askBack !== null,
    ...(verdict.askBack === null ? {} : { askBack: verdict.askBack }),
    confidence: confidenceOf(verdict, reading, comment.previous.length === 0),
    by: verdict.by,
    lang: reading.lang,
  };
}

/** The author's earlier comments, understood one after the other, each when it is first needed. */
function threadOf(index: CatalogueIndex, comment: CommentInput, showing: Reading['showing']): () => Thread {
  let known: Thread | null = comment.previous.length === 0 ? NO_THREAD : null;
  return () => {
    if (known) return known;
    let thread = NO_THREAD;
    for (const text of comment.previous) {
      const before = thread;
      thread = follow(
        before,
        decide(readComment(index, text, showing), () => before),
      );
    }
    known = thread;
    return thread;
  };
}

/** What the author wants done, in the order of the label rules: several at once are decided by the first. */
function decide(reading: Reading, thread: () => Thread): Verdict {
  if (reading.words === 0) return decideTalk(reading);
  const duty = decideDuty(reading);
  if (duty) return duty;
  const unhappy = isUnhappy(reading);
  const mocks = unhappy === 'complaint:sarcasm' || unhappy === 'complaint:price';
  const revision = mocks && !reading.names.has('cancel') ? null : decideRevision(reading, thread);
  if (revision) return revision;
  const why = mocks ? null : buys(reading);
  if (why !== null && !(unhappy && !['claim', 'request', 'reserve'].includes(why)))
    return decidePurchase(reading, why, thread);
  if (unhappy) return talk('complaint', unhappy);
  return decideTalk(reading);
}
