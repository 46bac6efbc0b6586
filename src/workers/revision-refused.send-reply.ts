import { replyToRevisions } from './reply-to-revision.ts';
import { on } from './step.ts';

/** The buyer hears why nothing changed. Who held nothing meant something else; the seller sees the comment. */
export const sayRevisionRefused = on('revision-refused', 'send-reply', (app, events) =>
  replyToRevisions(
    app,
    events
      .filter(({ payload }) => payload.reason === 'paying' || payload.reason === 'out_of_stock')
      .map(({ payload: { commentId, reason, productName } }) => ({
        commentId,
        cartOrderId: null,
        text: (texts, name) => (reason === 'paying' ? texts.paying(name) : texts.kept(name, productName ?? '')),
      })),
  ),
);
