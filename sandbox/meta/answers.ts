import { z } from 'zod';
import { GraphError } from './graph-error.ts';
import type { CallKind } from './history.ts';

/** How a Page's calls are answered until it is told otherwise: what a test or a rehearsal asks for. */
export type Answers = {
  /** Refused in turn, each `times`. `isDone`: the work is done and only its answer gets lost (HTTP 504). */
  readonly refusals: { kind: CallKind; code: number; subcode?: number | undefined; isDone: boolean; times: number }[];
  /** Usage headers of every answer, such as x-app-usage. */
  headers: Readonly<Record<string, string>>;
  /** Messages of the Page are told of by `message_echoes`. */
  hasEchoes: boolean;
  /** Fields of the webhook that Facebook does not know for this Page. */
  unknownFields: readonly string[];
};

export const answersModel = z.object({
  refusals: z
    .array(
      z.object({
        kind: z.enum(['public_reply', 'private_reply', 'send', 'utility', 'list_comments', 'message_templates']),
        code: z.int(),
        subcode: z.int().optional(),
        isDone: z.boolean().default(false),
        times: z.int().min(1).max(10_000).default(1),
      }),
    )
    .default([]),
  headers: z.record(z.enum(['x-app-usage', 'x-page-usage', 'x-business-use-case-usage']), z.unknown()).optional(),
  hasEchoes: z.boolean().optional(),
  unknownFields: z.array(z.string()).optional(),
});

export type AnswerBook = Map<string, Answers>;

export function answersOf(book: AnswerBook, pageId: string): Answers {
  const known = book.get(pageId);
  if (known) return known;
  const fresh: Answers = { refusals: [], headers: {}, hasEchoes: false, unknownFields: [] };
  book.set(pageId, fresh);
  return fresh;
}

/** Adds refusals behind those that are still due, and sets the rest. */
export function changeAnswers(book: AnswerBook, pageId: string, given: z.infer<typeof answersModel>): Answers {
  const answers = answersOf(book, pageId);
  answers.refusals.push(...given.refusals);
  if (given.headers)
    answers.headers = Object.fromEntries(
      Object.entries(given.headers).map(([name, value]) => [name, JSON.stringify(value)]),
    );
  answers.hasEchoes = given.hasEchoes ?? answers.hasEchoes;
  answers.unknownFields = given.unknownFields ?? answers.unknownFields;
  return answers;
}

/** The refusal whose turn it is, used up; null when the call may pass. */
export function takeRefusal(answers: Answers, call: { kind: CallKind; body: unknown }) {
  const kind = kindOf(call);
  const due = answers.refusals.find((refusal) => refusal.kind === kind && refusal.times > 0);
  if (!due) return null;
  due.times -= 1;
  const error = new GraphError(due.code, `(#${due.code}) Asked for by the sandbox.`, due.subcode);
  return { error, isDone: due.isDone };
}

function kindOf({ kind, body }: { kind: CallKind; body: unknown }): CallKind {
  if (kind !== 'send') return kind;
  const { recipient, messaging_type: type } = body as { recipient?: { comment_id?: string }; messaging_type?: string };
  if (recipient?.comment_id) return 'private_reply';
  return type === 'UTILITY' ? 'utility' : 'send';
}
