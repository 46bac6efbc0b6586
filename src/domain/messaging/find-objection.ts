import type { MessageToSend } from './claim-messages.ts';

/** What makes a message that was queued earlier senseless now, in words for the seller; null when nothing does. */
export function findObjection(
  message: Pick<MessageToSend, 'kind' | 'body' | 'orderStatus' | 'validUntilMs' | 'nowMs'>,
) {
  const { kind, body, orderStatus, validUntilMs, nowMs } = message;
  if (validUntilMs !== null && nowMs >= validUntilMs) return 'Its time was over before it could be sent.';
  if (orderStatus === null) return null;
  const asksToPay = kind !== 'public_reply' && (body.buttons ?? []).some((button) => button.kind === 'link');
  if (asksToPay && orderStatus !== 'pending') return `The order is ${orderStatus} by now: there is nothing to pay.`;
  if (kind === 'reminder' && orderStatus !== 'pending' && orderStatus !== 'expired')
    return `The order is ${orderStatus} by now: there is nothing to remind of.`;
  return null;
}
