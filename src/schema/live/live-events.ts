import { feedEventType } from './feed-event.ts';
import { BroadcastState } from './live-coverage.ts';

const started = feedEventType('live-started', 'A live was started.');

export const LiveStartedEvent = started.ref.implement({
  ...started.common,
  fields: (t) => ({
    title: t.string({ description: 'Its title.', resolve: (event) => started.payload(event).title }),
  }),
});

const ended = feedEventType('live-ended', 'A live was ended.');

export const LiveEndedEvent = ended.ref.implement(ended.common);

const coverage = feedEventType('coverage-changed', 'How much of the live’s comments reached us has changed.');

export const CoverageChangedEvent = coverage.ref.implement({
  ...coverage.common,
  fields: (t) => ({
    seenPercent: t.int({
      nullable: true,
      description: 'As in LiveCoverage.',
      resolve: (event) => coverage.payload(event).seenPercent,
    }),
    repairedCount: t.int({
      description: 'As in LiveCoverage.',
      resolve: (event) => coverage.payload(event).repairedCount,
    }),
    webhookSilentSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'As in LiveCoverage.',
      resolve: (event) => coverage.payload(event).webhookSilentSince,
    }),
    problem: t.string({
      nullable: true,
      description: 'As in LiveCoverage.',
      resolve: (event) => coverage.payload(event).problem,
    }),
  }),
});

const found = feedEventType(
  'broadcast-found',
  'A broadcast runs on the Page and no live is open here, so nothing is sold yet. Start a live to sell in it.',
);

export const BroadcastFoundEvent = found.ref.implement({
  ...found.common,
  fields: (t) => ({
    fbLiveId: t.string({
      description: 'Id of the broadcast at Facebook.',
      resolve: (event) => found.payload(event).fbLiveId,
    }),
  }),
});

const broadcast = feedEventType('broadcast-changed', 'Facebook says that the broadcast has begun or ended.');

export const BroadcastChangedEvent = broadcast.ref.implement({
  ...broadcast.common,
  fields: (t) => ({
    broadcast: t.field({
      type: BroadcastState,
      description: 'What it says.',
      resolve: (event) => broadcast.payload(event).broadcast,
    }),
  }),
});
