import type { StopCause } from '../../domain/messaging/graph.ts';
import type { StopAction } from '../../domain/messaging/page-stops.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { feedEventType } from '../live/feed-event.ts';

const PageStopAction = builder.enumType('PageStopAction', {
  description: 'What of a Page stands still.',
  values: enumValues<StopAction>({
    all: 'Everything that the store says.',
    public_reply: 'Answers under comments.',
    private: 'Private messages.',
    pace: 'Nothing: all goes out, but at a quarter of the speed.',
  }),
});

const PageStopCause = builder.enumType('PageStopCause', {
  description: 'Why Facebook wants it.',
  values: enumValues<StopCause>({
    token: 'The connection to the Page has ended: connect it again.',
    permission: 'The app lacks a permission: connect the Page again and grant all of them.',
    restricted: 'The Page is restricted after a violation of Meta’s rules.',
    abuse: 'Meta took what was sent for abuse.',
    rate: 'Too many calls; it goes on by itself.',
  }),
});

export const PageStop = builder.prismaObject('PageStop', {
  name: 'PageStop',
  description: 'What Facebook told the store to stop. What is held back is kept, and goes out when the stop has ended.',
  fields: (t) => ({
    action: t.field({
      type: PageStopAction,
      description: 'What stands still.',
      resolve: (stop) => stop.action as StopAction,
    }),
    cause: t.field({ type: PageStopCause, description: 'Why.', resolve: (stop) => stop.cause as StopCause }),
    reason: t.exposeString('reason', { description: 'What happened and what to do, in words for the seller.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'Since when.' }),
    endsAt: t.expose('endsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null: when the Page is connected again.',
    }),
  }),
});

const stopped = feedEventType(
  'page-stopped',
  'Facebook told the store to stop sending, or to send slower. What is held back goes out when it has ended.',
);

export const PageStoppedEvent = stopped.ref.implement({
  ...stopped.common,
  fields: (t) => ({
    action: t.field({
      type: PageStopAction,
      description: 'What stands still.',
      resolve: (event) => stopped.payload(event).action,
    }),
    cause: t.field({ type: PageStopCause, description: 'Why.', resolve: (event) => stopped.payload(event).cause }),
    reason: t.string({
      description: 'What happened and what to do, in words for the seller.',
      resolve: (event) => stopped.payload(event).reason,
    }),
    endsAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null: when the Page is connected again.',
      resolve: (event) => stopped.payload(event).endsAt,
    }),
  }),
});
