import { languageOf } from './choose-language.ts';
import type { MessageToSend } from './claim-messages.ts';
import { findObjection } from './find-objection.ts';
import { type Closed, reasonOf } from './gate.ts';
import { type MetaGraph, type PageAccess, SendError } from './graph.ts';
import type { NewPageStop } from './page-stops.ts';
import { decideSend, type SendDecision } from './send-policy.ts';

/**
 * How a try ended. `withheld`: it waits for the bot to go on. `again`: Facebook may take it soon, and the try counts; `later`:
 * the same without counting, after `waitMs`, or at a time that the stops of the Page decide (`isAway`: nobody was asked). When `isDoubtful`, Facebook may have taken it already. `unknown`: only the echo, or a look at
 * the chat, can tell. `psid` is the Messenger id that a private reply revealed; `closedWindow`: Meta says the chat is closed.
 */
export type SendResult = (
  | { readonly state: 'sent'; readonly externalId: string | null; readonly psid: string | null }
  | { readonly state: 'refused'; readonly reason: string; readonly byFacebook?: true }
  | { readonly state: 'unknown'; readonly reason: string }
  | { readonly state: 'withheld'; readonly reason: string; readonly pauseId: string }
  | { readonly state: 'again'; readonly reason: string; readonly isDoubtful: boolean }
  | {
      readonly state: 'later';
      readonly reason: string;
      readonly isDoubtful: boolean;
      readonly isAway?: true;
      readonly waitMs?: number;
    }
) & { readonly stop?: NewPageStop; readonly closedWindow?: true };

type Deps = { readonly graph: MetaGraph; readonly page: PageAccess };

const LOST_ANSWER = 'Facebook did not say whether the message arrived. Look at the chat before you write again.';
/** How long a message waits for Meta to look at its template; usually it takes seconds. */
const APPROVAL_MS = 24 * 3_600_000;

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
  const { graph, page } = deps;
  if (!page) return { state: 'refused', reason: 'The store has no connected Page. Connect it in the settings.' };
  const objection = message.isDoubtful ? null : findObjection(message);
  if (objection) return { state: 'refused', reason: objection };
  const result = await tryOnce({ graph, page }, message, decide(message));
  if (!('closedWindow' in result)) return result;
  const second = await tryOnce({ graph, page }, message, decide({ ...message, isWindowClosed: true }));
  return { ...second, closedWindow: true };
}

function decide(message: MessageToSend): SendDecision {
  return decideSend({
    ...message,
    hasTemplate: templateOf(message)?.state === 'approved',
    hasPsid: message.psid !== null,
    byHuman: message.author === 'person',
  });
}

function templateOf({ templates, locale, body }: MessageToSend) {
  return body.values ? templates.find(({ language }) => language === languageOf(locale)) : undefined;
}

async function tryOnce(deps: Deps, message: MessageToSend, decision: SendDecision): Promise<SendResult> {
  try {
    return await attempt(deps, message, decision);
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    return toResult(message, error);
  }
}

function toResult(message: MessageToSend, { verdict, reason, stop }: SendError): SendResult {
  const isDoubtful = message.isDoubtful || verdict === 'no-answer';
  const ordered = stop ? { stop: toPageStop(message, stop, reason) } : {};
  switch (verdict) {
    case 'already-done':
      // The one reply is used up. After a lost answer it was ours; else a person or another tool was first.
      return message.isDoubtful ? { state: 'sent', externalId: null, psid: null } : { state: 'refused', reason };
    case 'window-closed':
      return { state: 'refused', reason, byFacebook: true, closedWindow: true };
    case 'never':
      return { state: 'refused', reason, byFacebook: true };
    case 'later':
      return { state: 'later', reason, isDoubtful, ...ordered };
    case 'vendor-away':
      return { state: 'later', reason, isDoubtful, isAway: true };
    default:
      return { state: 'again', reason, isDoubtful };
  }
}

function toPageStop(
  { storeId, kind }: MessageToSend,
  stop: NonNullable<SendError['stop']>,
  reason: string,
): NewPageStop {
  const ofAction = kind === 'public_reply' ? 'public_reply' : 'private';
  const action = ({ page: 'all', action: ofAction, pace: 'pace' } as const)[stop.scope];
  return { storeId, action, cause: stop.cause, reason, forMs: stop.forMs };
}

async function attempt(deps: Deps, message: MessageToSend, decision: SendDecision): Promise<SendResult> {
  const { graph, page } = deps;
  if (decision.mode === 'comment') return replyToComment(deps, message);
  // Meta takes the same text twice, and a buyer never gets it twice.
  if (message.isDoubtful) return { state: 'unknown', reason: LOST_ANSWER };
  const { body, id: outboxId } = message;
  const psid = message.psid ?? '';
  if (decision.mode === 'utility_template') return sendTemplate(deps, message);
  if (decision.mode !== 'free_text' && decision.mode !== 'human_agent') return refuse(message, decision);
  const asHuman = decision.mode === 'human_agent';
  const { messageId } = await graph.send(page, { psid, outboxId, message: body, asHuman });
  return { state: 'sent', externalId: messageId, psid: null };
}

/** What may not leave now; it waits while Meta is about to approve its template. */
function refuse(message: MessageToSend, { reason }: SendDecision): SendResult {
  const template = message.psid === null ? undefined : templateOf(message);
  const ageMs = message.nowMs - message.createdAtMs;
  if (template?.state === 'pending' && ageMs < APPROVAL_MS) {
    const waitMs = Math.min(Math.max(ageMs, 5_000), 15 * 60_000);
    return {
      state: 'later',
      reason: 'Facebook still looks at the template for this message.',
      isDoubtful: false,
      waitMs,
    };
  }
  const why = template ? ` The template is ${template.state}. ${template.reason ?? ''}`.trimEnd() : '';
  return { state: 'refused', reason: `${reason}${why}` };
}

async function sendTemplate({ graph, page }: Deps, message: MessageToSend): Promise<SendResult> {
  const { name = '', language = '' } = templateOf(message) ?? {};
  const template = { name, language, parameters: message.body.values ?? {} };
  try {
    const sent = await graph.sendUtility(page, { psid: message.psid ?? '', outboxId: message.id, template });
    return { state: 'sent', externalId: sent.messageId, psid: null };
  } catch (error) {
    // Only templates need this permission: nothing else of the Page stops for it, and it says nothing of our messages.
    if (error instanceof SendError && error.stop?.cause === 'permission') {
      const reason =
        'Facebook does not let the app send templates for this Page. Connect the Page again and grant all permissions.';
      return { state: 'refused', reason };
    }
    throw error;
  }
}

async function replyToComment({ graph, page }: Deps, message: MessageToSend): Promise<SendResult> {
  const { fbCommentId: commentId, body } = message;
  if (!commentId) return { state: 'refused', reason: 'The comment is gone.' };
  if (message.kind !== 'public_reply') {
    const sent = await graph.replyPrivately(page, { commentId, message: body, outboxId: message.id });
    return { state: 'sent', externalId: sent.messageId, psid: sent.recipientId };
  }
  // A public reply has no guard at Meta: after a lost answer we look before we speak again.
  const earlier = message.isDoubtful ? await graph.findOwnReply(page, { commentId, text: body.text }) : null;
  const { id } = earlier ?? (await graph.replyPublicly(page, { commentId, text: body.text }));
  return { state: 'sent', externalId: id, psid: null };
}
