import { createCipheriv, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createVault } from '../../src/platform/vault/vault.ts';

const KEY = '0123456789abcdef'.repeat(4);
const vault = createVault({ keyHex: KEY });
const SEAL = 'store-1|fb_sessions|page_access_token';
const bytesOf = (sealed: string) => Buffer.from(sealed.replace(/^v1\./, ''), 'base64url');
const textOf = (bytes: Buffer) => `v1.${bytes.toString('base64url')}`;

test('what was sealed opens again, whatever its letters and length', () => {
  for (const plain of ['', 'EAA-token', 'ñandú 🙋 مرحبا', 'x'.repeat(100_000)])
    expect(vault.decrypt(vault.encrypt(plain, SEAL), SEAL)).toBe(plain);
});

test('a sealed text tells nothing: never twice the same, and nothing of the plain one in it', () => {
  const sealed = new Set(Array.from({ length: 200 }, () => vault.encrypt('EAA-token', SEAL)));

  expect(sealed.size).toBe(200);
  for (const text of sealed) expect(bytesOf(text).includes('EAA')).toBe(false);
});

test('it opens with its own seal and key only', () => {
  const sealed = vault.encrypt('EAA-token', SEAL);

  expect(() => vault.decrypt(sealed, SEAL.replace('store-1', 'store-2'))).toThrow();
  expect(() => vault.decrypt(sealed, '')).toThrow();
  expect(() => createVault({ keyHex: KEY.replaceAll('0', '1') }).decrypt(sealed, SEAL)).toThrow();
});

test('a change of any byte is noticed', () => {
  const bytes = bytesOf(vault.encrypt('EAA-token', SEAL));
  for (let place = 0; place < bytes.length; place += 1) {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] ?? 0) ^ 1;
    expect(() => vault.decrypt(textOf(changed), SEAL), `byte ${place}`).toThrow();
  }
});

test('a tag that was cut short is refused, although the cipher itself would take it', () => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(KEY, 'hex'), nonce, { authTagLength: 4 }).setAAD(
    Buffer.from(SEAL),
  );
  const short = Buffer.concat([nonce, cipher.update('EAA-token', 'utf8'), cipher.final(), cipher.getAuthTag()]);

  expect(() => vault.decrypt(textOf(short), SEAL)).toThrow();
});

test.each(['', 'v1', 'v1.', 'v2.AAAA', 'EAA-token-in-clear', 'v1.AAAA', 'v1.!!!!'])(
  '"%s" is no sealed text',
  (text) => {
    expect(() => vault.decrypt(text, SEAL)).toThrow();
  },
);
