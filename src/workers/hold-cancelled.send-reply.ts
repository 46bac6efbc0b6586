import { replyToRevisions } from './reply-to-revision.ts';
import { on } from './step.ts';

/** The buyer hears what was let go, and gets the rest of the cart when there is one. */
export const sayCancelled = on('hold-cancelled', 'send-reply', (app, events) =>
  replyToRevisions(
    app,
    events.map(({ payload: { commentId, orderId, cart, released } }) => ({
      commentId,
      cartOrderId: cart && orderId,
      text: (texts, name) =>
        texts.cancelled(name, released.map((line) => `${line.quantityUnits} × ${line.productName}`).join(', ')),
    })),
  ),
);
