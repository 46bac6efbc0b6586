import { z } from 'zod';
import { eventModels } from '../../events/catalog.ts';

const EVENT_TYPES = Object.keys(eventModels);

/** Names of events to subscribe to. */
export const eventTypes = () =>
  z
    .array(z.string().refine((type) => EVENT_TYPES.includes(type), `Expected one of ${EVENT_TYPES.join(', ')}`))
    .max(EVENT_TYPES.length, 'Expected each name once');

/** What an endpoint is for. */
export const remark = () => z.string().trim().max(200, 'Expected up to 200 characters');
