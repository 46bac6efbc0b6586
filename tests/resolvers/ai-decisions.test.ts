import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { Listening } from '../http/listen.ts';
import { seedComment } from '../testkit/scene.ts';
import { ask, listen, openShop, type Shop, signUp, uuidIn } from './scene.ts';

let server: Listening;
let shop: Shop;
beforeAll(async () => {
  server = await listen();
  shop = await openShop(server);
});
afterAll(() => server[Symbol.asyncDispose]());

type Given = {
  readonly intent: string;
  readonly confidence?: number;
  readonly ambiguous?: boolean;
  readonly askBack?: string;
  readonly provider?: string;
  readonly fallback?: string;
  readonly doubts?: readonly string[];
};

async function decide(text: string, given: Given, ids = shop.ids): Promise<string> {
  const { pool } = server.app;
  const [storeId, liveEventId] = [uuidIn(ids.store), uuidIn(ids.live)];
  const { commentId } = await seedComment(pool, { storeId, liveEventId, text });
  const [row] = await rowsOf<{ id: string }>(
    pool,
    `INSERT INTO ai_logs (tienda_id, live_id, comment_id, raw_comment, detected_intent, confidence_score, decided_by,
       ambiguous, ask_back, provider, fallback, doubts)
     VALUES ($1, $2, $3, $4, $5, $6, 'other:nothing', $7, $8, $9, $10, $11) RETURNING id`,
    [
      ...[storeId, liveEventId, commentId, text, given.intent, given.confidence ?? 0.95],
      ...[given.ambiguous ?? false, given.askBack, given.provider, given.fallback, given.doubts ?? []],
    ],
  );
  return Buffer.from(`AiDecision:${row?.id}`).toString('base64url');
}

type Node = {
  readonly intent: string;
  readonly comment: { readonly text: string };
  readonly correction: { readonly intent: string; readonly items: readonly object[] } | null;
};
const LIST = `query ($storeId: ID!, $needsLook: Boolean) { aiDecisions(storeId: $storeId, needsLook: $needsLook, first: 50) {
  edges { node { intent comment { text } correction { intent items { sku quantityUnits } } } } } }`;
async function list(needsLook: boolean): Promise<readonly Node[]> {
  const answer = await ask<{ aiDecisions: { edges: readonly { node: Node }[] } }>(server, shop.api.token, {
    query: LIST,
    variables: { storeId: shop.ids.store, needsLook },
  });
  return (answer.data?.aiDecisions.edges ?? []).map(({ node }) => node);
}

const CORRECT = `mutation ($input: CorrectDecisionInput!) { correctDecision(input: $input) {
  __typename ... on CorrectDecisionSuccess { data { correction { intent } } } ... on DomainError { message } } }`;
const correct = (input: object, token = shop.api.token) =>
  ask<{ correctDecision: { __typename: string; message?: string } }>(server, token, {
    query: CORRECT,
    variables: { input },
  });

test('what the engine was not sure of is shown until a person said what was meant, and nothing moves by that', async () => {
  const decisionId = await decide('la polerita zumbera pa mi', { intent: 'other', confidence: 0.45 });
  await decide('hola', { intent: 'greeting' });
  expect((await list(true)).map(({ comment }) => comment.text)).toEqual(['la polerita zumbera pa mi']);
  const held = () => rowsOf(server.app.pool, 'SELECT held FROM productos WHERE sku = $1', [shop.sku]);
  const before = await held();

  const items = [{ sku: shop.sku, quantityUnits: 1 }];
  expect((await correct({ decisionId, intent: 'PURCHASE', items })).data?.correctDecision).toMatchObject({
    __typename: 'CorrectDecisionSuccess',
  });

  expect(await list(true)).toEqual([]);
  expect((await list(false)).find(({ correction }) => correction)).toMatchObject({
    intent: 'OTHER',
    correction: { intent: 'PURCHASE', items },
  });
  expect(await held()).toEqual(before);
});

test('a correction taken back leaves the decision to be looked at again, and a stranger takes none back', async () => {
  const decisionId = await decide('yo mismo', { intent: 'abstain' });
  const looked = async () => (await list(true)).some(({ comment }) => comment.text === 'yo mismo');
  const withdraw = (token: string) =>
    ask<{ withdrawCorrection: { __typename: string } }>(server, token, {
      query: 'mutation ($input: WithdrawCorrectionInput!) { withdrawCorrection(input: $input) { __typename } }',
      variables: { input: { decisionId } },
    });
  await correct({ decisionId, intent: 'GREETING' });
  expect(await looked()).toBe(false);

  const stranger = await signUp(server);
  expect((await withdraw(stranger.token)).data?.withdrawCorrection.__typename).toBe('NotFoundError');
  expect(await looked()).toBe(false);

  expect((await withdraw(shop.api.token)).data?.withdrawCorrection.__typename).toBe('WithdrawCorrectionSuccess');
  expect(await looked()).toBe(true);
  expect((await withdraw(shop.api.token)).data?.withdrawCorrection.__typename).toBe('WithdrawCorrectionSuccess');
  await correct({ decisionId, intent: 'GREETING' });
});

test('paging goes on behind a decision that was corrected meanwhile', async () => {
  const ids = [];
  for (const text of ['the first', 'the second', 'the third']) ids.push(await decide(text, { intent: 'abstain' }));
  type Page = { aiDecisions: { pageInfo: { endCursor: string }; edges: readonly { node: Node }[] } };
  const page = async (after: string | null) => {
    const answer = await ask<Page>(server, shop.api.token, {
      query: `query ($storeId: ID!, $after: String) { aiDecisions(storeId: $storeId, needsLook: true, first: 1, after: $after) {
        pageInfo { endCursor } edges { node { comment { text } } } } }`,
      variables: { storeId: shop.ids.store, after },
    });
    const { pageInfo, edges } = answer.data?.aiDecisions ?? { pageInfo: { endCursor: null }, edges: [] };
    return { text: edges[0]?.node.comment.text, endCursor: pageInfo.endCursor };
  };
  const newest = await page(null);
  expect(newest.text).toBe('the third');
  await correct({ decisionId: ids[2], intent: 'GREETING' });
  const next = await page(newest.endCursor);
  expect(next.text).toBe('the second');
  expect((await page(next.endCursor)).text).toBe('the first');
  for (const decisionId of ids) await correct({ decisionId, intent: 'GREETING' });
});

test('a word of corrected comments is suggested for the product until the catalogue knows it', async () => {
  const suggestions = async () => {
    const answer = await ask<{ keywordSuggestions: readonly { keyword: string; product: { id: string } }[] }>(
      server,
      shop.api.token,
      {
        query:
          'query ($storeId: ID!) { keywordSuggestions(storeId: $storeId) { keyword commentCount sample product { id } } }',
        variables: { storeId: shop.ids.store },
      },
    );
    return answer.data?.keywordSuggestions ?? [];
  };
  expect(await suggestions()).toContainEqual(
    expect.objectContaining({ keyword: 'zumbera', product: { id: shop.ids.product } }),
  );
  const added = await ask(server, shop.api.token, {
    query: `mutation ($input: AddKeywordInput!) { addKeyword(input: $input) { ... on AddKeywordSuccess { data { keywords } } } }`,
    variables: { input: { productId: shop.ids.product, keyword: 'zumbera' } },
  });
  expect(added).toMatchObject({ data: { addKeyword: { data: { keywords: ['zumbera'] } } } });
  expect((await suggestions()).map(({ keyword }) => keyword)).not.toContain('zumbera');
});

test('a correction names products of the store, and only a member of the store may correct', async () => {
  const decisionId = await decide('quiero una', { intent: 'abstain' });
  const unknown = { decisionId, intent: 'PURCHASE', items: [{ sku: 'NO-SUCH', quantityUnits: 1 }] };
  expect((await correct(unknown)).data?.correctDecision.message).toContain('items.0.sku');
  const stranger = await signUp(server);
  const refused = await correct({ decisionId, intent: 'OTHER' }, stranger.token);
  expect(refused.data?.correctDecision.__typename).toBe('NotFoundError');
});

type Trail = {
  readonly comment: { readonly text: string };
  readonly leftOpen: boolean;
  readonly decider: string;
  readonly askBack: string | null;
  readonly fallback: string | null;
  readonly doubts: readonly string[];
};
const TRAILS = `query ($storeId: ID!, $live: ID!, $leftOpen: Boolean) {
  aiDecisions(storeId: $storeId, leftOpen: $leftOpen, first: 50) {
    edges { node { comment { text } leftOpen decider askBack fallback doubts } } }
  liveEvent(id: $live) { openCommentCount } }`;

test('what was left open says why and who decided, and is counted until a person said what was meant', async () => {
  const own = await openShop(server);
  const asked = async (leftOpen: boolean | null) => {
    const answer = await ask<{
      aiDecisions: { edges: readonly { node: Trail }[] };
      liveEvent: { openCommentCount: number };
    }>(server, own.api.token, { query: TRAILS, variables: { storeId: own.ids.store, live: own.ids.live, leftOpen } });
    return {
      trails: (answer.data?.aiDecisions.edges ?? []).map(({ node }) => node),
      openCount: answer.data?.liveEvent.openCommentCount,
    };
  };
  const say = (text: string, given: Given) => decide(text, given, own.ids);
  await say('hola', { intent: 'greeting' });
  await say('sold F2', { intent: 'purchase', provider: 'openai' });
  await say('la roja', { intent: 'purchase', ambiguous: true, askBack: 'size' });
  const doubts = ['unknown-sku', 'no-sign'];
  await say('toma mi plata', { intent: 'purchase', ambiguous: true, provider: 'openai', doubts });
  const abstained = await say('mmm', { intent: 'abstain', fallback: 'failed' });

  const nothing = { askBack: null, fallback: null, doubts: [] };
  const open = [
    { ...nothing, comment: { text: 'mmm' }, leftOpen: true, decider: 'FALLBACK', fallback: 'FAILED' },
    {
      ...nothing,
      comment: { text: 'toma mi plata' },
      leftOpen: true,
      decider: 'MODEL',
      doubts: ['UNKNOWN_SKU', 'NO_SIGN'],
    },
    { ...nothing, comment: { text: 'la roja' }, leftOpen: true, decider: 'RULE', askBack: 'SIZE' },
  ];
  const settled = [
    { ...nothing, comment: { text: 'sold F2' }, leftOpen: false, decider: 'MODEL' },
    { ...nothing, comment: { text: 'hola' }, leftOpen: false, decider: 'RULE' },
  ];
  expect(await asked(true)).toEqual({ trails: open, openCount: 3 });
  expect((await asked(null)).trails).toEqual([...open, ...settled]);

  await correct({ decisionId: abstained, intent: 'GREETING' }, own.api.token);
  expect(await asked(true)).toEqual({ trails: open.slice(1), openCount: 2 });
  expect((await asked(null)).trails[0]).toMatchObject({ leftOpen: false, decider: 'PERSON', fallback: 'FAILED' });
});

test('a store chooses whether buyers are asked back, and keeps its choice when other answers change', async () => {
  const configure = (input: object) =>
    ask(server, shop.api.token, {
      query:
        'mutation ($input: ConfigureAnswersInput!) { configureAnswers(input: $input) { ... on ConfigureAnswersSuccess { data { asksBack answersQuestions } } } }',
      variables: { input: { storeId: shop.ids.store, ...input } },
    });
  const data = (asksBack: boolean, answersQuestions: boolean) => ({
    data: { configureAnswers: { data: { asksBack, answersQuestions } } },
  });
  expect(await configure({ answersQuestions: true })).toMatchObject(data(false, true));
  expect(await configure({ answersQuestions: true, asksBack: true })).toMatchObject(data(true, true));
  expect(await configure({ answersQuestions: false })).toMatchObject(data(true, false));
});
