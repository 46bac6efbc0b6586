import { afterAll, beforeEach, expect, test } from 'vitest';
import { TEMPLATE_DRAFTS } from '../../../src/domain/messaging/templates/drafts.ts';
import { createMetaTemplates } from '../../../src/integrations/meta/template-client.ts';
import { createFake, type FakeAnswer, type FakeRequest } from '../../journeys/fakes/fake-server.ts';
import { testBreaker } from '../../testkit/breaker.ts';

let answers: FakeAnswer[] = [];
const asked: FakeRequest[] = [];
const fake = await createFake((request) => {
  asked.push(request);
  return answers.shift() ?? { status: 500, body: {} };
});
afterAll(() => fake.close());
beforeEach(() => void asked.splice(0));

const options = { baseUrl: fake.url, version: 'v26.0', appSecret: null, timeoutMs: 2_000, breaker: testBreaker() };
const templates = createMetaTemplates(options);
const page = { pageId: '100', accessToken: 'EAA-page-token' };
const draftIn = (language: string) => {
  const draft = TEMPLATE_DRAFTS.find((one) => one.language === language);
  if (!draft) throw new Error(`There is no draft in ${language}.`);
  return draft;
};

test('a template is created as a utility with named values and an example of each, in Meta’s language', async () => {
  answers = [{ status: 200, body: { id: '7', status: 'PENDING', category: 'UTILITY' } }];

  expect(await templates.create(page, draftIn('pt'))).toEqual({ state: 'pending', reason: null });

  expect(asked).toMatchObject([
    {
      method: 'POST',
      path: '/v26.0/100/message_templates',
      body: {
        name: expect.stringMatching(/^order_receipt_[0-9a-f]{8}$/),
        category: 'UTILITY',
        language: 'pt_BR',
        parameter_format: 'NAMED',
        components: [
          {
            type: 'BODY',
            text: expect.stringContaining('{{total}}'),
            example: {
              body_text_named_params: [
                { param_name: 'total', example: expect.any(String) },
                { param_name: 'order_id', example: expect.any(String) },
              ],
            },
          },
        ],
      },
    },
  ]);
});

test('all pages of the list are read, and Meta’s words are understood', async () => {
  const row = (name: string, status: string, rejected_reason?: string) => ({ name, status, rejected_reason });
  answers = [
    {
      status: 200,
      body: {
        data: [row('a', 'APPROVED', 'NONE'), row('b', 'REJECTED', 'PROMOTIONAL')],
        paging: { cursors: { after: 'Q' }, next: 'https://x.example' },
      },
    },
    { status: 200, body: { data: [row('c', 'PAUSED'), row('d', 'DELETED'), row('e', 'A_NEW_WORD')] } },
  ];

  expect(Object.fromEntries(await templates.list(page))).toEqual({
    a: { state: 'approved', reason: null },
    b: { state: 'rejected', reason: 'PROMOTIONAL' },
    c: { state: 'paused', reason: null },
    d: { state: 'wanted', reason: null },
    e: { state: 'pending', reason: null },
  });
  expect(asked.map(({ query }) => query.get('after'))).toEqual([null, 'Q']);
});

test.each(TEMPLATE_DRAFTS)('the $kind in $language has the shape that Meta asks for', ({ text, examples, name }) => {
  const parameters = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, parameter]) => parameter);
  expect(parameters.toSorted()).toEqual(Object.keys(examples).toSorted());
  expect(text).not.toMatch(/^\s*\{\{|\}\}\s*$|\}\}\s*\{\{/);
  expect(text.length).toBeLessThan(1_024);
  expect(name).toMatch(/^[a-z0-9_]{1,512}$/);
});
