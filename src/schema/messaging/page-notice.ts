import type { PageNoticeInput } from '../../domain/messaging/keep-page-notice.ts';
import { builder } from '../builder.ts';
import { feedEventType } from '../live/feed-event.ts';

const PageViolation = builder.objectRef<PageNoticeInput['violations'][number]>('PageViolation').implement({
  description: 'A rule of Meta that the Page is said to have broken.',
  fields: (t) => ({
    type: t.exposeString('type', { description: 'Meta’s word for it, such as SPAM.' }),
    description: t.exposeString('description', { description: 'What Meta says; may be empty.' }),
    url: t.exposeString('url', { nullable: true, description: 'Where Meta explains the rule.' }),
  }),
});

const PageRestriction = builder.objectRef<PageNoticeInput['restrictions'][number]>('PageRestriction').implement({
  description: 'What the Page may not do for a while.',
  fields: (t) => ({
    feature: t.exposeString('feature', { description: 'Meta’s word for it, such as page_messaging_api.' }),
    description: t.exposeString('description', { description: 'What Meta says; may be empty.' }),
    isLifted: t.boolean({ description: 'It has ended with this notice.', resolve: (one) => one.is_lifted }),
    endsAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null when Meta names no end.',
      resolve: (one) => (one.ends_at ? new Date(one.ends_at) : null),
    }),
  }),
});

const PageAppeal = builder.objectRef<PageNoticeInput['appeals'][number]>('PageAppeal').implement({
  description: 'Something that the Page’s people asked Meta to look at again.',
  fields: (t) => ({
    type: t.exposeString('type', { description: 'Meta’s word for it, such as FILE_APPEAL.' }),
    status: t.exposeString('status', { description: 'Meta’s word for how it stands, such as OPEN.' }),
  }),
});

export const PageNotice = builder.prismaObject('PageNotice', {
  name: 'PageNotice',
  description: 'What Meta holds against the Facebook Page. What keeps the Page from selling has stopped the bot.',
  fields: (t) => ({
    status: t.exposeString('status', {
      description: 'How the Page stands with Meta: ok, warning, restricted, suspended, or a word that Meta adds.',
    }),
    violations: t.field({
      type: [PageViolation],
      description: 'Rules that it is said to have broken.',
      resolve: ({ violations }) => violations as unknown as PageNoticeInput['violations'],
    }),
    restrictions: t.field({
      type: [PageRestriction],
      description: 'What it may not do, or may do again.',
      resolve: ({ restrictions }) => restrictions as unknown as PageNoticeInput['restrictions'],
    }),
    appeals: t.field({
      type: [PageAppeal],
      description: 'What was asked of Meta, and how it stands.',
      resolve: ({ appeals }) => appeals as unknown as PageNoticeInput['appeals'],
    }),
    toldAt: t.expose('toldAt', { type: 'DateTime', description: 'When Meta told it.' }),
  }),
});

const warned = feedEventType('page-warned', 'Meta says that the Page has broken a rule, or what it may do changed.');

export const PageWarnedEvent = warned.ref.implement({
  ...warned.common,
  fields: (t) => ({
    status: t.string({ description: 'As in PageNotice.', resolve: (event) => warned.payload(event).status }),
    violations: t.stringList({
      description: 'Meta’s words for the rules, such as SPAM.',
      resolve: (event) => warned.payload(event).violations,
    }),
    restrictions: t.stringList({
      description: 'Meta’s words for what it may not do now, such as page_messaging_api.',
      resolve: (event) => warned.payload(event).restrictions,
    }),
    stopsBot: t.boolean({
      description: 'The bot of the store was stopped for it.',
      resolve: (event) => warned.payload(event).stopsBot,
    }),
  }),
});
