import {
  ConflictError,
  type DomainError,
  FacebookRefusedError,
  IllegalMoveError,
  InvalidInputError,
  NotFoundError,
  OutOfStockError,
} from '../domain/errors.ts';
import { builder } from './builder.ts';

const DomainErrorRef = builder.interfaceRef<DomainError>('DomainError').implement({
  description: 'A refusal that the caller can act on.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description: 'What kind of refusal; never changes once published, such as NOT_FOUND.',
    }),
    message: t.exposeString('message', { description: 'What happened, why, and what to do, in English.' }),
  }),
});

const FieldProblem = builder.objectRef<{ readonly path: string; readonly message: string }>('FieldProblem').implement({
  description: 'What is wrong with one field of the input.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'The field inside `input`, with points: "products.3.sku".' }),
    message: t.exposeString('message', { description: 'What was expected.' }),
  }),
});

builder.objectType(InvalidInputError, {
  name: 'ValidationError',
  description: 'The input does not fit. Code INVALID_INPUT. Nothing was changed.',
  interfaces: [DomainErrorRef],
  fields: (t) => ({
    fields: t.field({
      type: [FieldProblem],
      description: 'Every field that does not fit.',
      resolve: (error) => error.fields,
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'There is no such thing in your stores: it does not exist, or it is somebody else’s. Code NOT_FOUND.',
  interfaces: [DomainErrorRef],
});

builder.objectType(ConflictError, {
  name: 'ConflictError',
  description: 'It collides with something that exists. Code CONFLICT.',
  interfaces: [DomainErrorRef],
});

builder.objectType(FacebookRefusedError, {
  name: 'FacebookRefusedError',
  description: 'Facebook did not agree, or did not answer. Code FACEBOOK_REFUSED. Nothing was changed.',
  interfaces: [DomainErrorRef],
});

builder.objectType(IllegalMoveError, {
  name: 'IllegalMoveError',
  description: 'Its state does not allow this any more. Code ILLEGAL_MOVE. Read it again: it has changed.',
  interfaces: [DomainErrorRef],
});

builder.objectType(OutOfStockError, {
  name: 'OutOfStockError',
  description: 'Fewer units are free than were asked for. Code OUT_OF_STOCK. Nothing was changed.',
  interfaces: [DomainErrorRef],
  fields: (t) => ({
    sku: t.exposeString('sku', { description: 'The product that is short.' }),
    leftUnits: t.exposeInt('leftUnits', { description: 'Units that are free now.' }),
  }),
});
