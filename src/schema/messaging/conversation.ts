import type { Language as Spoken } from '../../domain/messaging/choose-language.ts';
import { decideSend, type SendDecision, type SendMode } from '../../domain/messaging/send-policy.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { findWith } from '../own-stores.ts';
import { withCursor } from '../page.ts';
import { Buyer } from './buyer.ts';
import { MessageConnection } from './message.ts';

export const Language = builder.enumType('Language', {
  description: 'A language in which the bot has texts.',
  values: enumValues<Spoken>({ es: 'Spanish.', en: 'English.', pt: 'Portuguese.', fr: 'French.', ar: 'Arabic.' }),
});

const SendPolicyMode = builder.enumType('SendPolicyMode', {
  description: 'What Meta’s rules allow in a chat at this moment.',
  values: enumValues<Exclude<SendMode, 'comment' | 'human_agent'>>({
    free_text: 'Anything.',
    utility_template: 'A template that Meta approved, about an order or payment.',
    human_only: 'Only what a person writes by hand.',
    none: 'Nothing.',
  }),
});

const SendPolicy = builder.objectRef<SendDecision>('SendPolicy').implement({
  description: 'What may be sent in a chat now, and why.',
  fields: (t) => ({
    mode: t.field({
      type: SendPolicyMode,
      description: 'What is allowed.',
      resolve: ({ mode }) => mode as Exclude<SendMode, 'comment' | 'human_agent'>,
    }),
    reason: t.exposeString('reason', { description: 'Why, in words for the seller.' }),
  }),
});

export const Conversation = builder.prismaNode('Conversation', {
  name: 'Conversation',
  description: 'All that a store and a buyer wrote to each other.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: findWith('conversations:read'),
  nullable: true,
  fields: (t) => ({
    buyer: t.relation('buyer', { type: Buyer, description: 'With whom.' }),
    lastInboundAt: t.expose('lastInboundAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the buyer last wrote or tapped; free text may be sent for 24 hours after it. Null: never.',
    }),
    takenOverUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'A person leads the conversation until then and the bot is silent in it; null when the bot speaks.',
      select: { takenOverUntil: true },
      resolve: ({ takenOverUntil: until }) => (until && until.getTime() > Date.now() ? until : null),
    }),
    language: t.field({
      type: Language,
      nullable: true,
      description: 'The language that the seller chose for this buyer; null when none was chosen.',
      resolve: ({ locale }) => locale as Spoken | null,
    }),
    sendPolicy: t.field({
      type: SendPolicy,
      description: 'What Meta’s rules allow the bot to send in this chat now.',
      select: {
        lastInboundAt: true,
        windowClosedAt: true,
        buyer: { select: { psid: true } },
        store: { select: { fbPageId: true, templates: { select: { fbPageId: true }, where: { state: 'approved' } } } },
      },
      resolve: ({ lastInboundAt, windowClosedAt, buyer, store }) =>
        decideSend({
          kind: 'notice',
          hasPsid: buyer.psid !== null,
          hasTemplate: store.templates.some(({ fbPageId }) => fbPageId === store.fbPageId),
          commentedAtMs: null,
          lastInboundAtMs: lastInboundAt?.getTime() ?? null,
          isWindowClosed: windowClosedAt !== null && lastInboundAt !== null && windowClosedAt >= lastInboundAt,
          nowMs: Date.now(),
        }),
    }),
    messages: t.relatedConnection(
      'messages',
      {
        cursor: 'id',
        description: 'Messages, the newest first.',
        query: (args) => withCursor(args, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }),
      },
      MessageConnection,
    ),
  }),
});

export const ConversationConnection = builder.connectionObject(
  { name: 'ConversationConnection', type: Conversation },
  { name: 'ConversationEdge' },
);
