import { expect, test } from 'vitest';
import { signNotice } from '../../sandbox/mercadopago/notify.ts';
import { signMetaBody, toMetaBody } from '../../sandbox/meta/webhooks.ts';

const payload = {
  object: 'page',
  entry: [{ id: '100', time: 1_760_000_000, changes: [{ field: 'feed', value: { message: '¡Lo quiero! 🙋' } }] }],
};

test('a webhook without text beyond ASCII is signed like the first vector of Meta', () => {
  const body = toMetaBody({ object: 'page', entry: [] });
  expect(body).toHaveLength(28);
  expect(signMetaBody('test_app_secret', body)).toBe(
    'sha256=5da47c9c7409e70d7a1851f0cfd9bc27786bd99587a9bf1dd5b51e23a2de03cf',
  );
});

test('text beyond ASCII is escaped and signed like the second vector of Meta', () => {
  const body = toMetaBody(payload);
  expect(Buffer.byteLength(body)).toBe(139);
  expect(body).toContain(String.raw`\u00a1Lo quiero! \ud83d\ude4b`);
  expect(signMetaBody('test_app_secret', body)).toBe(
    'sha256=a0ffe9469352a0872223c1285919fc01f5ca332d2c301756d470634344bbc7b4',
  );
});

test('the same text unescaped has the signature of the third vector', () => {
  const body = JSON.stringify(payload);
  expect(Buffer.byteLength(body)).toBe(127);
  expect(signMetaBody('test_app_secret', body)).toBe(
    'sha256=24c6edb577b3e12aac5de8d01f12d4fc8285d8ec2d26371f33888dc6076770f8',
  );
});

test('a notice of Mercado Pago is signed like the vector', () => {
  const given = { secret: 'mp-test-secret', dataId: '123456789', requestId: 'req-0001', ts: '1742505638683' };
  expect(signNotice(given)).toBe(
    'ts=1742505638683,v1=383a019a1f5156fbf7b625e544aa5e36b8b9cf0f6298080a15c77cb8cd2a12f2',
  );
});
