import { z } from 'zod';
import { putBounded } from '../bounded.ts';
import { GraphError } from './graph-error.ts';

export const TEMPLATE_STATUSES = ['PENDING', 'APPROVED', 'REJECTED', 'PAUSED', 'DISABLED'] as const;
type Status = (typeof TEMPLATE_STATUSES)[number];
export const TEMPLATE_FIELDS = ['message_template_status_update', 'messenger_template_status_update'] as const;

export type Template = {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly text: string;
  readonly parameters: readonly string[];
  status: Status;
  reason: string | null;
};
/** How the next templates of a Page are decided. `afterMs` null: not before somebody says so. */
export type Review = {
  readonly status: 'APPROVED' | 'REJECTED';
  readonly reason: string | null;
  readonly afterMs: number | null;
};
type Shelf = { review: Review; readonly templates: Map<string, Template> };
export type TemplateBook = { readonly shelves: Map<string, Shelf>; readonly timers: Set<NodeJS.Timeout> };

const PAGES_MAX = 1_000;
const TEMPLATES_MAX = 250;

// Source: Graph API, Page, message_templates; Messenger Platform, utility messages (2026-03-13).
const draftModel = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  category: z.literal('UTILITY'),
  language: z.string().regex(/^[a-z]{2}(_[A-Z]{2})?$/),
  parameter_format: z.literal('NAMED'),
  components: z
    .array(
      z.object({
        type: z.literal('BODY'),
        text: z.string().min(1).max(1_024),
        example: z.object({
          body_text_named_params: z.array(z.object({ param_name: z.string(), example: z.string().min(1) })),
        }),
      }),
    )
    .length(1),
});

export function createTemplateBook(): TemplateBook {
  return { shelves: new Map(), timers: new Set() };
}

function shelfOf(book: TemplateBook, pageId: string): Shelf {
  const known = book.shelves.get(pageId);
  if (known) return known;
  const shelf: Shelf = { review: { status: 'APPROVED', reason: null, afterMs: 500 }, templates: new Map() };
  putBounded(book.shelves, PAGES_MAX, pageId, shelf);
  return shelf;
}

export function listTemplates(book: TemplateBook, pageId: string): object {
  const rows = [...shelfOf(book, pageId).templates.values()];
  return {
    data: rows.map(({ id, name, language, status, reason }) => ({
      id,
      name,
      language,
      status,
      category: 'UTILITY',
      ...(status === 'REJECTED' ? { rejected_reason: reason ?? 'NONE' } : {}),
    })),
  };
}

/**
 * `POST /{page-id}/message_templates`: kept as PENDING and decided a little later.
 * @throws GraphError 100 as Meta refuses it: a name and language twice, a parameter without its example, at the edge of the
 * text or beside another one.
 */
export function createTemplate(
  book: TemplateBook,
  asked: { readonly pageId: string; readonly body: unknown; readonly onDecided: (template: Template) => void },
): object {
  const draft = draftModel.safeParse(asked.body);
  if (!draft.success) throw new GraphError(100, `(#100) ${z.prettifyError(draft.error)}`);
  const shelf = shelfOf(book, asked.pageId);
  const { name, language, components } = draft.data;
  const { text, example } = components[0] as (typeof components)[number];
  const parameters = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, parameter = '']) => parameter);
  assertShape(text, parameters, new Set(example.body_text_named_params.map((each) => each.param_name)));
  const key = `${name}/${language}`;
  if (shelf.templates.has(key)) throw new GraphError(100, '(#100) Content in this language already exists.', 2_388_024);
  if (shelf.templates.size >= TEMPLATES_MAX) throw new GraphError(100, '(#100) The Page has too many templates.');
  const id = `${Date.now()}${shelf.templates.size}`;
  const template: Template = { id, name, language, text, parameters, status: 'PENDING', reason: null };
  shelf.templates.set(key, template);
  const { review } = shelf;
  if (review.afterMs !== null) {
    const timer = setTimeout(() => {
      book.timers.delete(timer);
      if (template.status !== 'PENDING') return;
      Object.assign(template, { status: review.status, reason: review.reason });
      asked.onDecided(template);
    }, review.afterMs);
    book.timers.add(timer);
  }
  return { id, status: 'PENDING', category: 'UTILITY' };
}

function assertShape(text: string, parameters: readonly string[], examples: ReadonlySet<string>): void {
  const isAtEdge = /^\s*\{\{|\}\}\s*$/.test(text) || /\}\}\s*\{\{/.test(text);
  if (isAtEdge)
    throw new GraphError(100, '(#100) Variables cannot begin or end the text, nor follow each other.', 2_388_299);
  if (parameters.length !== examples.size || parameters.some((parameter) => !examples.has(parameter)))
    throw new GraphError(100, '(#100) Each variable needs one sample value.', 2_388_043);
}

/** Sets how the next templates are decided. */
export function setReview(book: TemplateBook, pageId: string, review: Review): void {
  shelfOf(book, pageId).review = review;
}

/** Meta decides anew about templates whose name begins so. Answers those that changed. */
export function decideTemplates(
  book: TemplateBook,
  asked: { readonly pageId: string; readonly name: string; readonly status: Status; readonly reason: string | null },
): readonly Template[] {
  const found = [...shelfOf(book, asked.pageId).templates.values()].filter(({ name }) => name.startsWith(asked.name));
  for (const template of found) Object.assign(template, { status: asked.status, reason: asked.reason });
  return found;
}

/** The approved text with its values. @throws GraphError 100 for a template that cannot be sent, or values that do not fit. */
export function fillTemplate(
  book: TemplateBook,
  asked: {
    readonly pageId: string;
    readonly name: string;
    readonly language: string;
    readonly values: ReadonlyMap<string, string>;
  },
): string {
  const template = shelfOf(book, asked.pageId).templates.get(`${asked.name}/${asked.language}`);
  if (template?.status !== 'APPROVED')
    throw new GraphError(100, '(#100) No approved template of that name and language.');
  const { parameters, text } = template;
  if (parameters.length !== asked.values.size || parameters.some((parameter) => !asked.values.get(parameter)))
    throw new GraphError(100, '(#100) The values do not fit the variables of the template.');
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, parameter: string) => asked.values.get(parameter) ?? '');
}

export function stopReviews(book: TemplateBook): void {
  for (const timer of book.timers) clearTimeout(timer);
  book.timers.clear();
}
