import type { MessageToSend } from './claim-messages.ts';
import { type Closed, reasonOf } from './gate.ts';
import { type MetaGraph, type PageAccess, SendError } from './graph.ts';
import { decideSend } from './send-policy.ts';

/**
 * How a try ended. `withheld`: it waits for the bot to go on. `again`: Facebook may take it later, and when `isDoubtful`, may have taken it already;
 * `isUncounted`: nobody was asked. `unknown`: only
 * a look at the chat can tell. `psid` is the Messenger id that a private reply revealed.
 */
export type SendResult =
  | { readonly state: 'sent'; readonly externalId: string | null; readonly psid: string | null }
  | { readonly state: 'refused'; readonly reason: string; readonly byFacebook?: true }
  | { readonly state: 'unknown'; readonly reason: string }
  | { readonly state: 'withheld'; readonly reason: string; readonly pauseId: string }
  | { readonly state: 'again'; readonly reason: string; readonly isDoubtful: boolean; readonly isUncounted?: true };

const LOST_ANSWER = 'Facebook did not say whether the message arrived. Look at the chat before you write again.';

/** How a message ends that may not leave. One that may have left before is never sent again, so it does not wait. */
export function holdBack(message: Pick<MessageToSend, 'isDoubtful'>, closed: Closed): SendResult {
  if (message.isDoubtful) return { state: 'unknown', reason: LOST_ANSWER };
  const reason = reasonOf(closed);
  return closed.why === 'paused'
    ? { state: 'withheld', reason, pauseId: closed.pauseId }
    : { state: 'refused', reason };
}

/** Sends one message the way Meta's rules allow at this instant. Never throws for what Facebook says. */
export async function sendMessage(
  deps: { readonly graph: MetaGraph; readonly page: PageAccess | null },
  message: MessageToSend,
): Promise<SendResult> {
  if (!deps.page) return { state: 'refused', reason: 'The store has no connected Page. Connect it in the settings.' };
  try {
    return await attempt({ graph: deps.graph, page: deps.page }, message);
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    if (error.verdict === 'already-done') return { state: 'sent', externalId: null, psid: null };
    if (error.verdict === 'never') return { state: 'refused', reason: error.reason, byFacebook: true };
    if (error.verdict === 'vendor-away')
      return { state: 'again', reason: error.reason, isDoubtful: message.isDoubtful, isUncounted: true };
    return { state: 'again', reason: error.reason, isDoubtful: message.isDoubtful || error.verdict === 'no-answer' };
  }
}

async function attempt(deps: { graph: MetaGraph; page: PageAccess }, message: MessageToSend): Promise<SendResult> {
  const { graph, page } = deps;
  const decision = decideSend({ ...message, hasPsid: message.psid !== null, byHuman: message.author === 'person' });
  if (decision.mode === 'none') return { state: 'refused', reason: decision.reason };
  if (decision.mode === 'comment') return replyToComment(deps, message);
  // Meta takes the same text twice, and a buyer never gets it twice.
  if (message.isDoubtful) return { state: 'unknown', reason: LOST_ANSWER };
  const psid = message.psid ?? '';
  const { messageId } =
    decision.mode !== 'utility-template'
      ? await graph.send(page, {
          psid,
          message: message.body,
          ...(decision.mode === 'human-agent' && { asHuman: true }),
        })
      : await graph.sendUtility(page, {
          psid,
          template: {
            name: 'order_receipt',
            language: message.locale.slice(0, 2),
            parameters: { text: message.body.text },
          },
        });
  return { state: 'sent', externalId: messageId, psid: null };
}

async function replyToComment(
  { graph, page }: { graph: MetaGraph; page: PageAccess },
  message: MessageToSend,
): Promise<SendResult> {
  const commentId = message.fbCommentId;
  if (!commentId) return { state: 'refused', reason: 'The comment is gone.' };
  if (message.kind === 'private_reply') {
    const { recipientId, messageId } = await graph.replyPrivately(page, { commentId, message: message.body });
    return { state: 'sent', externalId: messageId, psid: recipientId };
  }
  // A public reply has no guard at Meta: after a lost answer we look before we speak again.
  const earlier = message.isDoubtful ? await graph.findOwnReply(page, { commentId, text: message.body.text }) : null;
  const { id } = earlier ?? (await graph.replyPublicly(page, { commentId, text: message.body.text }));
  return { state: 'sent', externalId: id, psid: null };
}
