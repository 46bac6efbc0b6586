import type { Language as Spoken } from '../../domain/messaging/choose-language.ts';
import type { TemplateKind } from '../../domain/messaging/templates/drafts.ts';
import type { TemplateState } from '../../domain/messaging/templates/meta-templates.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { feedEventType } from '../live/feed-event.ts';
import { Language } from './conversation.ts';

const MessageTemplateKind = builder.enumType('MessageTemplateKind', {
  description: 'What a template tells.',
  values: enumValues<TemplateKind>({ receipt: 'That a payment arrived.' }),
});

const MessageTemplateState = builder.enumType('MessageTemplateState', {
  description: 'How it stands with a template at Facebook. Only an approved one can be sent.',
  values: enumValues<TemplateState>({
    wanted: 'Not at Facebook: it is about to be created, or `reason` says why it cannot be.',
    pending: 'Facebook looks at it; that usually takes seconds.',
    approved: 'It can be sent.',
    rejected: 'Facebook refused it.',
    paused: 'Facebook does not let it be sent for a while.',
    disabled: 'Facebook does not let it be sent any more.',
  }),
});

export const MessageTemplate = builder.prismaObject('MessageTemplate', {
  name: 'MessageTemplate',
  description:
    'A text that Facebook approves once and that may then reach a buyer who has not written in the last 24 hours. They are created by themselves when a Page is connected.',
  fields: (t) => ({
    kind: t.field({
      type: MessageTemplateKind,
      description: 'What it tells.',
      resolve: ({ kind }) => kind as TemplateKind,
    }),
    language: t.field({
      type: Language,
      description: 'In which language.',
      resolve: ({ language }) => language as Spoken,
    }),
    name: t.exposeString('name', { description: 'Its name at Facebook; another text has another name.' }),
    state: t.field({
      type: MessageTemplateState,
      description: 'How it stands with it.',
      resolve: ({ state }) => state as TemplateState,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it cannot be sent, in Facebook’s words or ours; null when there is nothing to say.',
    }),
    changedAt: t.expose('changedAt', { type: 'DateTime', description: 'Since when it stands so.' }),
  }),
});

const changed = feedEventType('template-changed', 'Facebook decided about a template, or it cannot be created.');

export const TemplateChangedEvent = changed.ref.implement({
  ...changed.common,
  fields: (t) => ({
    kind: t.field({
      type: MessageTemplateKind,
      description: 'What it tells.',
      resolve: (event) => changed.payload(event).kind as TemplateKind,
    }),
    language: t.field({
      type: Language,
      description: 'In which language.',
      resolve: (event) => changed.payload(event).language as Spoken,
    }),
    state: t.field({
      type: MessageTemplateState,
      description: 'How it stands with it now.',
      resolve: (event) => changed.payload(event).state as TemplateState,
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it cannot be sent; null when there is nothing to say.',
      resolve: (event) => changed.payload(event).reason,
    }),
  }),
});
