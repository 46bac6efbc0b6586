import { feedEventType } from './feed-event.ts';

const started = feedEventType('live-started', 'A live was started.');

export const LiveStartedEvent = started.ref.implement({
  ...started.common,
  fields: (t) => ({
    title: t.string({ description: 'Its title.', resolve: (event) => started.payload(event).title }),
  }),
});

const ended = feedEventType('live-ended', 'A live was ended.');

export const LiveEndedEvent = ended.ref.implement(ended.common);
