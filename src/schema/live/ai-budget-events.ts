import { builder } from '../builder.ts';
import { feedEventType } from './feed-event.ts';

const alert = feedEventType(
  'ai-budget-alert',
  'The language model costs a store far more than usual today, or reached the limit of its day.',
);

const AiBudgetAlertReason = builder.enumType('AiBudgetAlertReason', {
  description: 'What is wrong with the cost of the language model.',
  values: {
    UNUSUAL: { value: 'unusual', description: 'Today costs far more than an average day of the last week.' },
    LIMIT: {
      value: 'limit',
      description: 'The limit of the day is reached: comments wait for a person until midnight UTC.',
    },
  } as const,
});

export const AiBudgetAlertEvent = alert.ref.implement({
  ...alert.common,
  fields: (t) => ({
    reason: t.field({
      type: AiBudgetAlertReason,
      description: 'Why the store is told.',
      resolve: (event) => alert.payload(event).reason,
    }),
    costMicroUsd: t.string({
      description: 'Cost of the day so far, in millionths of a US dollar.',
      resolve: (event) => alert.payload(event).costMicroUsd,
    }),
    usualMicroUsd: t.string({
      nullable: true,
      description: 'Average cost of a day of the last week; null when it does not matter.',
      resolve: (event) => alert.payload(event).usualMicroUsd,
    }),
    limitMicroUsd: t.string({
      description: 'What a day may cost.',
      resolve: (event) => alert.payload(event).limitMicroUsd,
    }),
  }),
});
