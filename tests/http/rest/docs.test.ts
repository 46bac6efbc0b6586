import { afterAll, expect, test } from 'vitest';
import { listen } from '../listen.ts';

const server = await listen();
afterAll(() => server[Symbol.asyncDispose]());

type Operation = {
  summary?: string;
  parameters?: { name: string; in: string }[];
  responses: Record<string, { description: string }>;
};
type OpenApi = {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};
const api = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApi;
const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, operation })),
);

test('every REST route is described', () => {
  expect(operations.map(({ name }) => name).toSorted()).toEqual([
    'GET /api/v1/inventory/products',
    'GET /api/v1/webhooks/facebook',
    'GET /health',
    'GET /metrics',
    'POST /api/v1/facebook/data-deletion',
    'POST /api/v1/facebook/deauthorize',
    'POST /api/v1/orders/create',
    'POST /api/v1/webhooks/facebook',
    'POST /api/v1/webhooks/payments/{gateway}',
  ]);
});

test('what is described exists: no operation is answered 404 by the router', async () => {
  for (const { name, path } of operations) {
    const response = await fetch(server.url + path.replace('{gateway}', 'mercadopago'), {
      method: name.split(' ')[0] ?? 'GET',
    });
    expect(response.status, name).not.toBe(404);
  }
});

test('the description is OpenAPI 3.1: each operation has answers with a description, each place of a path its parameter', () => {
  expect(api).toMatchObject({ openapi: '3.1.0', info: { title: expect.any(String), version: expect.any(String) } });
  for (const { name, path, operation } of operations) {
    expect(operation.summary, name).toMatch(/\w/);
    expect(
      Object.keys(operation.responses).every((status) => /^[1-5]\d\d$/.test(status)),
      name,
    ).toBe(true);
    for (const answer of Object.values(operation.responses)) expect(answer.description, name).toMatch(/\w/);
    const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, place]) => place);
    const described = (operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'path')
      .map((parameter) => parameter.name);
    expect(described, name).toEqual(places);
  }
});

test('every reference leads to a component', () => {
  const references = [...JSON.stringify(api).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)];

  expect(references.length).toBeGreaterThan(0);
  for (const [text, kind, name] of references) expect(api.components[kind ?? '']?.[name ?? ''], text).toBeDefined();
  expect(api.components['securitySchemes']).toHaveProperty('bearer');
});

test('/docs shows it from files of our own server', async () => {
  const page = await (await fetch(`${server.url}/docs`)).text();
  const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');

  expect(files.length).toBeGreaterThan(2);
  for (const file of files) {
    expect(file).toMatch(/^\//);
    expect((await fetch(server.url + file)).status, file).toBe(200);
  }
});
