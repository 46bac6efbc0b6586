export type OutgoingMail = {
  /** The same mail is never sent twice under one id. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};

/** Port to who delivers mail. */
export type MailSender = {
  /** @throws MailRefusedError when trying again would not help; any other error is worth another try. */
  send(mail: OutgoingMail): Promise<void>;
};

/** The mail will not be taken, such as for an address that cannot exist. */
export class MailRefusedError extends Error {}
