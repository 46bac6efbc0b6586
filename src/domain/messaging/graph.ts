/** A Page and the token to act for it. */
export type PageAccess = { readonly pageId: string; readonly accessToken: string };

/** What a buyer sees: a text and up to three buttons. A tap button opens Meta's 24 h window, a link button does not. */
export type OutgoingMessage = {
  readonly text: string;
  readonly buttons?: readonly MessageButton[];
  /** Present on a public reply whose text carries the payment link itself. */
  readonly hasLink?: true;
  /** The values of the template that tells the same outside the window. */
  readonly values?: Readonly<Record<string, string>>;
};
export type MessageButton =
  | { readonly kind: 'link'; readonly title: string; readonly url: string }
  | { readonly kind: 'tap'; readonly title: string; readonly payload: string };

/** A text approved by Meta for use outside the window, and its named values. */
export type UtilityTemplate = {
  readonly name: string;
  readonly language: string;
  readonly parameters: Readonly<Record<string, string>>;
};

/** Port to Facebook's Graph API. Every call may throw SendError. */
export type MetaGraph = {
  replyPublicly(
    page: PageAccess,
    input: { readonly commentId: string; readonly text: string },
  ): Promise<{ readonly id: string }>;
  /** One per comment, ever; this is where the buyer's Messenger id is learnt. `outboxId` comes back in the echo. */
  replyPrivately(
    page: PageAccess,
    input: { readonly commentId: string; readonly message: OutgoingMessage; readonly outboxId: string },
  ): Promise<{ readonly recipientId: string | null; readonly messageId: string }>;
  /** `asHuman`: outside the window, in the name of a person who wrote by hand. */
  send(
    page: PageAccess,
    input: {
      readonly psid: string;
      readonly message: OutgoingMessage;
      readonly outboxId: string;
      readonly asHuman?: boolean;
    },
  ): Promise<{ readonly messageId: string }>;
  sendUtility(
    page: PageAccess,
    input: { readonly psid: string; readonly template: UtilityTemplate; readonly outboxId: string },
  ): Promise<{ readonly messageId: string }>;
  /** The Page's own reply of this text under a comment, to settle a call whose answer was lost. */
  findOwnReply(
    page: PageAccess,
    input: { readonly commentId: string; readonly text: string },
  ): Promise<{ readonly id: string } | null>;
  findRunningLive(page: PageAccess): Promise<{ readonly liveId: string; readonly postId: string | null } | null>;
};

/**
 * How much of Meta's quota a Page has used, as its headers say: the largest percentage, and the minutes until calls are
 * taken again when it is all used.
 */
export type PageUsage = { readonly pageId: string; readonly percent: number; readonly regainMinutes: number };

export type StopCause = 'token' | 'permission' | 'restricted' | 'abuse' | 'rate';
/**
 * What a refusal stops beyond its message: everything of the Page, this kind of action, or only the speed. `forMs` null:
 * until the Page is connected again.
 */
export type StopOrder = {
  readonly scope: 'page' | 'action' | 'pace';
  readonly cause: StopCause;
  readonly forMs: number | null;
};

/**
 * What to do about a refusal: `again` soon, counting the try; `later`, not counting it; `never`; nothing because it was
 * done before; or mark the window as closed and decide anew. `no-answer`: it may have been done. `vendor-away`: nobody was
 * asked, so it counts as no try.
 */
export type SendVerdict = 'again' | 'later' | 'vendor-away' | 'never' | 'already-done' | 'window-closed' | 'no-answer';

type Refusal = {
  readonly verdict: SendVerdict;
  readonly reason: string;
  readonly stop?: StopOrder;
};

/** Facebook did not accept a call. `reason` is safe to show to the seller. */
export class SendError extends Error {
  readonly verdict: SendVerdict;
  readonly reason: string;
  readonly stop: StopOrder | null;
  constructor(input: Refusal & { readonly cause?: unknown }) {
    super(input.reason, { cause: input.cause });
    this.verdict = input.verdict;
    this.reason = input.reason;
    this.stop = input.stop ?? null;
  }
}
