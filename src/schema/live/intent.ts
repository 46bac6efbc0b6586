import type { Intent } from '../../domain/intent/intent-detector.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';

export type DetectedIntent = Intent | 'abstain';

export const IntentRef = builder.enumType('Intent', {
  description: 'What the author of a comment wants.',
  values: enumValues<DetectedIntent>({
    purchase: 'To buy: "quiero 2 de la roja M".',
    question: 'To know something: price, size, delivery.',
    greeting: 'To say hello or something friendly.',
    cancel: 'To give back what was set aside.',
    change: 'To change size, colour or quantity of an order.',
    complaint: 'To complain.',
    spam: 'To advertise or disturb.',
    opt_out: 'No more messages: STOP.',
    data_deletion: 'To have personal data erased.',
    other: 'Something else.',
    abstain: 'Nobody can say: the engine leaves it to a person.',
  }),
});
