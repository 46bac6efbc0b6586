import { replyToRevisions } from './reply-to-revision.ts';
import { on } from './step.ts';

/** The buyer gets the cart as it is after the change, with its link. */
export const sayChanged = on('hold-changed', 'send-reply', (app, events) =>
  replyToRevisions(
    app,
    events.map(({ payload: { commentId, orderId, cart } }) => ({
      commentId,
      cartOrderId: cart && orderId,
      text: (texts, name) => texts.changed(name),
    })),
  ),
);
