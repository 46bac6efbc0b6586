/** A refusal that a person or partner can act on. `code` never changes once published. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
}

/** Something does not exist, or exists in a store that is not the caller's: the two answer alike. */
export class NotFoundError extends DomainError {
  override readonly code = 'NOT_FOUND';
  constructor(what: string, id: string) {
    super(`There is no ${what} ${id} in your stores. Check the id, or ask its owner for access.`);
  }
}

/** The request collides with something that already exists. */
export class ConflictError extends DomainError {
  override readonly code = 'CONFLICT';
}

/** Facebook would not have it, or did not answer; nothing was changed. */
export class FacebookRefusedError extends DomainError {
  override readonly code = 'FACEBOOK_REFUSED';
}

/** A state was asked to move where it may not go. */
export class IllegalMoveError extends DomainError {
  override readonly code = 'ILLEGAL_MOVE';
}

/** Values that a door could not check by shape alone. `path` names the field. */
export class InvalidInputError extends DomainError {
  override readonly code = 'INVALID_INPUT';
  readonly fields: readonly { readonly path: string; readonly message: string }[];
  constructor(fields: readonly { readonly path: string; readonly message: string }[]) {
    super(fields.map((field) => `${field.path}: ${field.message}`).join(' '));
    this.fields = fields;
  }
}

/** Fewer units are free than were asked for. */
export class OutOfStockError extends DomainError {
  override readonly code = 'OUT_OF_STOCK';
  readonly sku: string;
  readonly leftUnits: number;
  constructor({ sku, leftUnits }: { readonly sku: string; readonly leftUnits: number }) {
    super(`Only ${leftUnits} units of ${sku} are free. Offer those, or ask again when stock returns.`);
    this.sku = sku;
    this.leftUnits = leftUnits;
  }
}

/** It is for the support people of the installation. */
export class SupportOnlyError extends DomainError {
  override readonly code = 'FORBIDDEN';
  constructor() {
    super('This is for the support people of the installation, who have set up a second factor.');
  }
}

export const SECOND_FACTOR_DUE =
  'A store of yours sells so much that its owner needs a second factor. Nothing was changed. Set one up under Settings, Sign-in, and try again.';

/** The owner of a store that sells much has to enrol in a second factor before they change anything. */
export class SecondFactorRequiredError extends DomainError {
  override readonly code = 'SECOND_FACTOR_REQUIRED';
  constructor() {
    super(SECOND_FACTOR_DUE);
  }
}
