import { publishMessages } from './publish-messages.ts';
import { on } from './step.ts';

/** What a person wrote by hand goes to the delivery. */
export const publishWritten = on('message-written', 'publish-message', async (app, events) => {
  await publishMessages(
    app,
    events.map(({ payload }) => payload.messageId),
  );
});
