import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isMercadoPagoSignature } from '../../../../src/integrations/payments/mercadopago/signature.ts';

// A vector made by hand of the documented manifest, not by this code.
const VECTOR = {
  secret: 'mp-test-secret',
  signature: 'ts=1742505638683,v1=383a019a1f5156fbf7b625e544aa5e36b8b9cf0f6298080a15c77cb8cd2a12f2',
  requestId: 'req-0001',
  dataId: '123456789',
};
const sign = (manifest: string) =>
  `ts=1742505638,v1=${createHmac('sha256', VECTOR.secret).update(manifest).digest('hex')}`;

test('the published manifest fits', () => {
  expect(isMercadoPagoSignature(VECTOR)).toBe(true);
  expect(isMercadoPagoSignature({ ...VECTOR, signature: VECTOR.signature.replace(',', ', ') })).toBe(true);
});

test.each([
  ['another secret', { secret: 'other' }],
  ['another payment', { dataId: '123456780' }],
  ['another request', { requestId: 'req-0002' }],
  ['another time', { signature: VECTOR.signature.replace('683,', '684,') }],
  ['no payment', { dataId: undefined }],
  ['no request id', { requestId: undefined }],
  ['no signature', { signature: undefined }],
  ['an empty signature', { signature: '' }],
  ['half a signature', { signature: VECTOR.signature.slice(0, -2) }],
  ['upper case', { signature: VECTOR.signature.toUpperCase() }],
  ['a time that is no number', { signature: VECTOR.signature.replace('1742505638683', 'abc') }],
])('with %s it does not fit', (_, change) => {
  expect(isMercadoPagoSignature({ ...VECTOR, ...change })).toBe(false);
});

test('what is missing is left out of the manifest, and the time may be in seconds', () => {
  expect(
    isMercadoPagoSignature({ ...VECTOR, dataId: undefined, signature: sign('request-id:req-0001;ts:1742505638;') }),
  ).toBe(true);
  expect(
    isMercadoPagoSignature({ ...VECTOR, requestId: undefined, signature: sign('id:123456789;ts:1742505638;') }),
  ).toBe(true);
});
