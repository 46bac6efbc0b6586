import { IllegalMoveError } from '../errors.ts';
import { PAYMENT_STATES, type PaymentState } from '../payments/gateway.ts';

/**
 * The saga of a sale as data: for each thing that has states, which of them follows on what, and what is undone then. The
 * code asks it before it moves, docs/SAGA.md is printed from it, and tests try every pair of states against the database.
 */
type Move = {
  readonly from: string;
  readonly on: string;
  readonly to: string;
  readonly undo: string;
};
export type Machine<State extends string> = {
  readonly what: string;
  readonly states: readonly State[];
  readonly moves: readonly (Move & { readonly from: State; readonly to: State })[];
};

export const ORDER_STATES = ['pending', 'paid', 'expired', 'cancelled', 'refunded'] as const;
export type OrderState = (typeof ORDER_STATES)[number];
const HOLD_STATES = ['active', 'consumed', 'expired', 'released'] as const;
const WAITLIST_STATES = ['waiting', 'promoted', 'left'] as const;
const MESSAGE_STATES = ['queued', 'sending', 'withheld', 'sent', 'refused', 'unknown'] as const;

/** Money moves an order forward, never back: `paid` may follow `expired`, because a payment can arrive late. */
const order: Machine<OrderState> = {
  what: 'order',
  states: ORDER_STATES,
  moves: [
    { from: 'pending', on: 'the gateway approved the payment', to: 'paid', undo: 'nothing: its holds are consumed' },
    {
      from: 'pending',
      on: 'its time is over',
      to: 'expired',
      undo: 'its holds end and the units go to the next in line',
    },
    {
      from: 'pending',
      on: 'the seller cancels it, or the buyer drops the last of it',
      to: 'cancelled',
      undo: 'its holds are released and the units go to the next in line',
    },
    {
      from: 'expired',
      on: 'a payment arrives late and all its units are free',
      to: 'paid',
      undo: 'nothing: the units are taken again; where they are not free, the money goes back instead',
    },
    {
      from: 'paid',
      on: 'the money went back',
      to: 'refunded',
      undo: 'the units stay sold until the seller puts them back',
    },
  ],
};

const hold: Machine<(typeof HOLD_STATES)[number]> = {
  what: 'hold',
  states: HOLD_STATES,
  moves: [
    { from: 'active', on: 'its order is paid', to: 'consumed', undo: 'nothing' },
    { from: 'active', on: 'the time of its order is over', to: 'expired', undo: 'the units go to the next in line' },
    {
      from: 'active',
      on: 'its order is cancelled, or a later comment gives it back',
      to: 'released',
      undo: 'the units go to the next in line, and a cart that is left without any is cancelled',
    },
    { from: 'expired', on: 'its order is paid late', to: 'consumed', undo: 'nothing: all units of the order or none' },
  ],
};

const waitlist: Machine<(typeof WAITLIST_STATES)[number]> = {
  what: 'place in line',
  states: WAITLIST_STATES,
  moves: [
    {
      from: 'waiting',
      on: 'enough units are free',
      to: 'promoted',
      undo: 'nothing: it became a hold, whose clock starts when its message went out, and at the latest after a bound',
    },
    {
      from: 'waiting',
      on: 'a later comment gives it up, or the buyer is blocked, says STOP or wants to be forgotten',
      to: 'left',
      undo: 'nothing',
    },
  ],
};

const message: Machine<(typeof MESSAGE_STATES)[number]> = {
  what: 'message',
  states: MESSAGE_STATES,
  moves: [
    { from: 'queued', on: 'a worker takes it', to: 'sending', undo: 'its lease ends, and another worker takes it' },
    { from: 'queued', on: 'the buyer is blocked', to: 'refused', undo: 'nothing: the seller sees it with the reason' },
    { from: 'sending', on: 'Facebook accepted it', to: 'sent', undo: 'nothing' },
    {
      from: 'sending',
      on: 'Facebook or its rules refuse it',
      to: 'refused',
      undo: 'the hold stays until its time is over; the seller sees the refusal and may copy the payment link',
    },
    {
      from: 'sending',
      on: 'the answer was lost',
      to: 'unknown',
      undo: 'never sent again; the seller is asked to look',
    },
    { from: 'sending', on: 'the bot is stopped', to: 'withheld', undo: 'it waits until the bot goes on' },
    {
      from: 'withheld',
      on: 'the bot goes on',
      to: 'queued',
      undo: 'the clock of its cart starts again, for the buyer hears of it only now',
    },
    {
      from: 'withheld',
      on: 'the seller drops it, it no longer makes sense, or the buyer is blocked',
      to: 'refused',
      undo: 'as of any message that is refused',
    },
    { from: 'sending', on: 'Facebook may take it later', to: 'queued', undo: 'it is tried again' },
  ],
};

/** A later state of the same payment may replace an earlier one, never the other way round. */
const payment: Machine<PaymentState> = {
  what: 'payment',
  states: PAYMENT_STATES,
  moves: PAYMENT_STATES.flatMap((from, rank) =>
    PAYMENT_STATES.slice(rank + 1).map((to) => ({
      from,
      on: `the gateway reports it as ${to}`,
      to,
      undo:
        to === 'approved'
          ? 'money of another amount, of a closed order or for units that are gone goes back by itself'
          : 'nothing',
    })),
  ),
};

export const SAGA = { order, hold, waitlist, message, payment } as const;
type Thing = keyof typeof SAGA;
type StateOf<What extends Thing> = (typeof SAGA)[What]['states'][number];

/** Whether the table has the move. */
export function mayMove<What extends Thing>(what: What, from: StateOf<What>, to: StateOf<What>): boolean {
  const moves: readonly Move[] = SAGA[what].moves;
  return moves.some((move) => move.from === from && move.to === to);
}

/** @throws IllegalMoveError naming both states when the table does not allow the move. */
export function requireMove<What extends Thing>(what: What, from: StateOf<What>, to: StateOf<What>): void {
  if (mayMove(what, from, to)) return;
  const name = SAGA[what].what;
  throw new IllegalMoveError(
    `The ${name} is ${from}; it cannot become ${to}. Look at the ${name} again: it has changed.`,
  );
}
