import { toGlobalId } from '../global-id.ts';
import type { DecidedItem } from './ai-decision.ts';
import { DecisionItem } from './ai-decision.ts';
import { feedEventType } from './feed-event.ts';
import { type DetectedIntent, IntentRef } from './intent.ts';

const unclear = feedEventType(
  'intent-unclear',
  'A comment was stored, and a language model is being asked what it means; its CommentUnderstoodEvent follows.',
);

export const CommentUnclearEvent = unclear.ref.implement({
  ...unclear.common,
  fields: (t) => ({
    commentId: t.id({
      description: 'Global id of the Comment.',
      resolve: (event) => toGlobalId('Comment', unclear.payload(event).commentId),
    }),
    text: t.exposeString('text', { nullable: true, description: 'Its words; null when they were erased.' }),
    authorName: t.exposeString('personName', { nullable: true, description: 'Name of the author, when known.' }),
  }),
});

const understood = feedEventType('intent-detected', 'A comment was stored and understood.');

export const CommentUnderstoodEvent = understood.ref.implement({
  ...understood.common,
  fields: (t) => ({
    commentId: t.id({
      description: 'Global id of the Comment.',
      resolve: (event) => toGlobalId('Comment', understood.payload(event).commentId),
    }),
    text: t.exposeString('text', { nullable: true, description: 'Its words; null when they were erased.' }),
    authorName: t.exposeString('personName', { nullable: true, description: 'Name of the author, when known.' }),
    intent: t.field({
      type: IntentRef,
      description: 'What the author wants.',
      resolve: (event) => understood.payload(event).intent as DetectedIntent,
    }),
    items: t.field({
      type: [DecisionItem],
      description: 'Products asked for.',
      resolve: (event): readonly DecidedItem[] => understood.payload(event).items,
    }),
    ambiguous: t.boolean({
      description: 'A person would ask back before touching the cart.',
      resolve: (event) => understood.payload(event).ambiguous,
    }),
    leftOpen: t.boolean({
      description: 'Nobody could say for sure, so nothing was done: the comment needs the seller.',
      resolve: (event) => understood.payload(event).leftOpen,
    }),
    confidence: t.float({ description: 'Between 0 and 1.', resolve: (event) => understood.payload(event).confidence }),
  }),
});
