/** A Page and the token to act for it. */
export type PageAccess = { readonly pageId: string; readonly accessToken: string };

/** What a buyer sees: a text and up to three buttons. A tap button opens Meta's 24 h window, a link button does not. */
export type OutgoingMessage = {
  readonly text: string;
  readonly buttons?: readonly MessageButton[];
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
  /** One per comment, ever; this is where the buyer's Messenger id is learnt. */
  replyPrivately(
    page: PageAccess,
    input: { readonly commentId: string; readonly message: OutgoingMessage },
  ): Promise<{ readonly recipientId: string | null; readonly messageId: string }>;
  /** `asHuman`: outside the window, in the name of a person who wrote by hand. */
  send(
    page: PageAccess,
    input: { readonly psid: string; readonly message: OutgoingMessage; readonly asHuman?: boolean },
  ): Promise<{ readonly messageId: string }>;
  sendUtility(
    page: PageAccess,
    input: { readonly psid: string; readonly template: UtilityTemplate },
  ): Promise<{ readonly messageId: string }>;
  /** The Page's own reply of this text under a comment, to settle a call whose answer was lost. */
  findOwnReply(
    page: PageAccess,
    input: { readonly commentId: string; readonly text: string },
  ): Promise<{ readonly id: string } | null>;
  findRunningLive(page: PageAccess): Promise<{ readonly liveId: string; readonly postId: string | null } | null>;
};

/**
 * What to do about a refusal: try again later, never, or nothing because it was done before. `no-answer`: it may have
 * been done. `vendor-away`: nobody was asked, so it counts as no try.
 */
export type SendVerdict = 'again' | 'vendor-away' | 'never' | 'already-done' | 'no-answer';

/** Facebook did not accept a call. `reason` is safe to show to the seller. */
export class SendError extends Error {
  readonly verdict: SendVerdict;
  readonly reason: string;
  constructor(input: { readonly verdict: SendVerdict; readonly reason: string; readonly cause?: unknown }) {
    super(input.reason, { cause: input.cause });
    this.verdict = input.verdict;
    this.reason = input.reason;
  }
}
