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

async function decide(text: string, given: { intent: string; confidence?: number }): Promise<string> {
  const { pool } = server.app;
  const [storeId, liveEventId] = [uuidIn(shop.ids.store), uuidIn(shop.ids.live)];
  const { commentId } = await seedComment(pool, { storeId, liveEventId, text });
  const [row] = await rowsOf<{ id: string }>(
    pool,
    `INSERT INTO ai_logs (tienda_id, live_id, comment_id, raw_comment, detected_intent, confidence_score, decided_by)
     VALUES ($1, $2, $3, $4, $5, $6, 'other:nothing') RETURNING id`,
    [storeId, liveEventId, commentId, text, given.intent, given.confidence ?? 0.95],
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
  const decisionId = await decide('la polerita bakan pa mi', { intent: 'other', confidence: 0.45 });
  await decide('hola', { intent: 'greeting' });
  expect((await list(true)).map(({ comment }) => comment.text)).toEqual(['la polerita bakan pa mi']);
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
    expect.objectContaining({ keyword: 'bakan', product: { id: shop.ids.product } }),
  );
  const added = await ask(server, shop.api.token, {
    query: `mutation ($input: AddKeywordInput!) { addKeyword(input: $input) { ... on AddKeywordSuccess { data { keywords } } } }`,
    variables: { input: { productId: shop.ids.product, keyword: 'bakan' } },
  });
  expect(added).toMatchObject({ data: { addKeyword: { data: { keywords: ['bakan'] } } } });
  expect((await suggestions()).map(({ keyword }) => keyword)).not.toContain('bakan');
});

test('a correction names products of the store, and only a member of the store may correct', async () => {
  const decisionId = await decide('quiero una', { intent: 'abstain' });
  const unknown = { decisionId, intent: 'PURCHASE', items: [{ sku: 'NO-SUCH', quantityUnits: 1 }] };
  expect((await correct(unknown)).data?.correctDecision.message).toContain('items.0.sku');
  const stranger = await signUp(server);
  const refused = await correct({ decisionId, intent: 'OTHER' }, stranger.token);
  expect(refused.data?.correctDecision.__typename).toBe('NotFoundError');
});
