import { Hono } from 'hono';
import { z } from 'zod';
import { type AnswerBook, answersModel, changeAnswers } from '../meta/answers.ts';
import {
  decideTemplates,
  setReview,
  TEMPLATE_FIELDS,
  TEMPLATE_STATUSES,
  type TemplateBook,
} from '../meta/templates.ts';
import type { MetaSender } from '../meta/webhooks.ts';
import {
  addComment,
  authorIdOf,
  type Comment,
  findPage,
  LIVE_STATUSES,
  psidOf,
  setBroadcast,
  type World,
} from '../meta/world.ts';
import { BadBodyError, readJson } from '../read-json.ts';

const FEED_COMMENTS_MAX = 120;

const authorModel = z.object({ id: z.string().min(1).max(100).optional(), name: z.string().trim().min(1).max(100) });
const timesModel = z.int().min(1).max(10).default(1);
const textModel = z.string().trim().min(1).max(2_000);
const commentIdModel = z.string().regex(/^[\w-]+_[\w-]+$/);
const commentModel = z.object({
  author: authorModel,
  text: textModel,
  commentId: commentIdModel.optional(),
  createdTimeMs: z.number().int().optional(),
  times: timesModel,
});
const postedModel = z.object({
  comments: z
    .array(
      z.object({
        id: commentIdModel,
        authorId: z.string(),
        authorName: z.string(),
        text: z.string(),
        createdAtMs: z.int(),
      }),
    )
    .max(1_000),
});
const knobsModel = z.object({
  isSilent: z.boolean().optional(),
  status: z.enum(LIVE_STATUSES).optional(),
  usagePercent: z.int().min(0).max(100).optional(),
});
const messageModel = z.object({ author: authorModel, text: textModel, times: timesModel });
const policeModel = z.object({ action: z.enum(['warning', 'block', 'unblock']), reason: z.string().max(500) });
const reviewModel = z.object({
  status: z.enum(['APPROVED', 'REJECTED']),
  reason: z.string().max(500).nullable().default(null),
  afterMs: z.int().min(0).max(3_600_000).nullable().default(500),
});
const decisionModel = z.object({
  name: z.string().default(''),
  status: z.enum(TEMPLATE_STATUSES),
  reason: z.string().max(500).nullable().default(null),
  field: z.enum(TEMPLATE_FIELDS).default('message_template_status_update'),
});
const integrityModel = z.object({
  event: z.record(z.string(), z.unknown()),
  beside: z.record(z.string(), z.unknown()).default({}),
});
const tapModel = z.object({
  author: authorModel,
  title: z.string().min(1).max(100),
  payload: z.string().min(1).max(1_000),
  times: timesModel,
});
const receiptModel = z.object({
  author: authorModel,
  what: z.enum(['delivery', 'read']),
  watermarkMs: z.number().int().optional(),
});

/**
 * What people do on a live, as JSON: `POST /live/{pageId}/comments`, `/messages`, `/taps`, `/answers` (of the store to that author, in the Page's
 * inbox) and `/police` (Meta warns the Page) send a signed webhook to our
 * server and answer its HTTP status (null: nobody answered). `/posted` only tells of comments that another program
 * sends itself. `/knobs` keeps Facebook from telling of comments, ends its broadcast, or lets its quota run out.
 * `/receipts` says that the buyer got or read what the Page wrote; `/graph-answers` is how the Graph API answers the Page
 * from now on. `/integrity` is what Meta holds against the Page; `/template-reviews` says how its next templates are decided, and
 * `/template-decisions` decides about those that it has. `GET /live/{pageId}` names the running live, `/feed` is what the viewer page shows.
 */
export function createLiveApi(deps: {
  readonly world: World;
  readonly meta: MetaSender;
  readonly answers: AnswerBook;
  readonly templates: TemplateBook;
}): Hono {
  const { world, meta, templates } = deps;
  const api = new Hono();
  const place = '/live/:pageId{[A-Za-z0-9-]+}' as const;
  api.post(`${place}/comments`, async (c) => {
    return c.json(await meta.comment({ pageId: c.req.param('pageId'), ...(await readJson(c, commentModel)) }));
  });
  api.post(`${place}/messages`, async (c) => {
    return c.json(await meta.message({ pageId: c.req.param('pageId'), ...(await readJson(c, messageModel)) }));
  });
  api.post(`${place}/answers`, async (c) => {
    return c.json(await meta.answer({ pageId: c.req.param('pageId'), ...(await readJson(c, messageModel)) }));
  });
  api.post(`${place}/police`, async (c) => {
    return c.json(await meta.police({ pageId: c.req.param('pageId'), ...(await readJson(c, policeModel)) }));
  });
  api.post(`${place}/integrity`, async (c) => {
    return c.json(await meta.integrity({ pageId: c.req.param('pageId'), ...(await readJson(c, integrityModel)) }));
  });
  api.post(`${place}/template-reviews`, async (c) => {
    setReview(templates, c.req.param('pageId'), await readJson(c, reviewModel));
    return c.json({});
  });
  api.post(`${place}/template-decisions`, async (c) => {
    const pageId = c.req.param('pageId');
    const { field, ...decision } = await readJson(c, decisionModel);
    const changed = decideTemplates(templates, { pageId, ...decision });
    for (const template of changed) void meta.template({ pageId, template, field });
    return c.json({ count: changed.length });
  });
  api.post(`${place}/taps`, async (c) => {
    return c.json(await meta.tap({ pageId: c.req.param('pageId'), ...(await readJson(c, tapModel)) }));
  });
  api.post(`${place}/posted`, async (c) => {
    const { comments } = await readJson(c, postedModel);
    for (const comment of comments) addComment(world, { pageId: c.req.param('pageId'), ...comment });
    return c.json({ count: comments.length });
  });
  api.post(`${place}/knobs`, async (c) => {
    const page = findPage(world, c.req.param('pageId'));
    const {
      isSilent = page.isSilent,
      status = page.status,
      usagePercent = page.usagePercent,
    } = await readJson(c, knobsModel);
    const isOther = status !== page.status;
    Object.assign(page, { isSilent, usagePercent });
    setBroadcast(world, page, status);
    if (isOther && !isSilent) await meta.liveVideo(page.id);
    return c.json({ isSilent, status, usagePercent });
  });
  api.post(`${place}/receipts`, async (c) => {
    return c.json(await meta.receipt({ pageId: c.req.param('pageId'), ...(await readJson(c, receiptModel)) }));
  });
  api.post(`${place}/graph-answers`, async (c) => {
    return c.json(changeAnswers(deps.answers, c.req.param('pageId'), await readJson(c, answersModel)));
  });
  api.get(place, (c) => {
    const { id, name, liveId, postId } = findPage(world, c.req.param('pageId'));
    return c.json({ pageId: id, name, liveId, postId });
  });
  api.get(`${place}/feed`, (c) => c.json(feedOf(world, { pageId: c.req.param('pageId'), ...c.req.query() })));
  api.onError((error, c) => {
    if (error instanceof BadBodyError) return c.json({ error: error.message }, 422);
    throw error;
  });
  return api;
}

/** Comments that changed after the place `after`, and the chat of `author` when it changed. */
function feedOf(world: World, input: { readonly pageId: string; readonly after?: string; readonly author?: string }) {
  const page = findPage(world, input.pageId);
  const after = Number(input.after) || 0;
  const recent = page.comments.slice(-FEED_COMMENTS_MAX);
  const authorId = input.author ? authorIdOf(page.id, input.author) : null;
  const chat = authorId ? world.chats.get(psidOf({ pageId: page.id, authorId })) : undefined;
  return {
    seq: world.seq,
    people: new Set(recent.map((comment) => comment.authorId)).size,
    comments: recent.filter((comment) => comment.changedSeq > after).map(toFeedComment),
    chat: chat && chat.changedSeq > after ? chat.messages : null,
  };
}

function toFeedComment({ id, authorName, text, ordinal, replies }: Comment) {
  return { id, authorName, text, ordinal, replies: replies.map((reply) => ({ id: reply.id, text: reply.text })) };
}
