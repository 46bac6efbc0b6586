import type { RefusalReason } from '../../domain/inventory/refuse-claims.ts';
import { builder } from '../builder.ts';
import { ProductRef } from '../catalogue/product.ts';
import { Buyer } from '../messaging/buyer.ts';
import { findWith } from '../own-stores.ts';
import { ClaimRefusal } from '../sales/revision-events.ts';
import { AiDecision } from './ai-decision.ts';
import { type DetectedIntent, IntentRef } from './intent.ts';

const RefusedClaim = builder.prismaObject('RefusedClaim', {
  name: 'RefusedClaim',
  description: 'A claim that the rules of the store turned away.',
  fields: (t) => ({
    product: t.relation('product', { type: ProductRef, description: 'What was asked for.' }),
    quantityUnits: t.exposeInt('quantityUnits', { description: 'Units asked for.' }),
    reason: t.field({ type: ClaimRefusal, description: 'Why.', resolve: (claim) => claim.reason as RefusalReason }),
  }),
});

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
    buyer: t.relation('buyer', { type: Buyer, nullable: true, description: 'Who wrote it; null when erased.' }),
    refusedClaims: t.relation('refusals', {
      type: RefusedClaim,
      description: 'Claims of it that the rules of the store turned away.',
      query: { orderBy: { id: 'asc' } },
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
