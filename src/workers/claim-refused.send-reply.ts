import { replyToRevisions } from './reply-to-revision.ts';
import { on } from './step.ts';

/** Who reached a limit of the store hears so, once per comment. Who is blocked hears nothing. */
export const sayLimit = on('claim-refused', 'send-reply', (app, events) => {
  const commentIds = new Set(
    events.filter(({ payload }) => payload.reason !== 'blocked').map(({ payload }) => payload.commentId),
  );
  return replyToRevisions(
    app,
    [...commentIds].map((commentId) => ({ commentId, cartOrderId: null, text: (texts, name) => texts.limit(name) })),
  );
});
