import { builder } from '../builder.ts';
import { findWith } from '../own-stores.ts';
import { AiDecision } from './ai-decision.ts';
import { type DetectedIntent, IntentRef } from './intent.ts';

export const Comment = builder.prismaNode('Comment', {
  name: 'Comment',
  description: 'What a viewer wrote under a live, or a buyer in a message.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('live:read'),
  nullable: true,
  fields: (t) => ({
    text: t.exposeString('text', { description: 'The words, as they came.' }),
    authorName: t.string({
      nullable: true,
      description: 'Name of the author, when Facebook gave it.',
      select: { buyer: { select: { name: true } } },
      resolve: (comment) => comment.buyer?.name,
    }),
    commentedAt: t.expose('commentedAt', { type: 'DateTime', description: 'When it was written.' }),
    intent: t.field({
      type: IntentRef,
      nullable: true,
      description: 'What the author wants; null before it was understood.',
      resolve: (comment) => comment.intent as DetectedIntent | null,
    }),
    decision: t.field({
      type: AiDecision,
      nullable: true,
      description: 'How it was understood; null before that.',
      select: (_args, _context, nested) => ({ aiLogs: nested({ take: 1 }) }),
      resolve: (comment) => comment.aiLogs[0],
    }),
  }),
});

export const CommentConnection = builder.connectionObject(
  { name: 'CommentConnection', type: Comment },
  { name: 'CommentEdge' },
);

// Here, because the two types name each other.
builder.prismaObjectField(AiDecision, 'comment', (t) =>
  t.relation('comment', { type: Comment, description: 'The comment that was understood.' }),
);
