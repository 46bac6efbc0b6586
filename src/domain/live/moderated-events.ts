import type { EventType } from '../../events/catalog.ts';

/** What moderators hear of their live: no money, no stock. The wall (policy of `events`) names the same types. */
export const MODERATED_EVENTS: ReadonlySet<EventType> = new Set([
  'live-started',
  'intent-unclear',
  'intent-detected',
  'message-sent',
  'message-refused',
  'bot-paused',
  'bot-resumed',
  'coverage-changed',
  'broadcast-changed',
  'live-ended',
]);
