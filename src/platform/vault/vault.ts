import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what belongs to clients. `boundTo` names the row (`store|table|column`): a text moved elsewhere does not open. */
export type Vault = {
  encrypt(plain: string, boundTo: string): string;
  decrypt(sealed: string, boundTo: string): string;
};

/** AES-256-GCM under one master key of 64 hexadecimal digits. Layout: `v1.` + base64url(nonce ‖ ciphertext ‖ tag). */
export function createVault(input: { readonly keyHex: string }): Vault {
  const key = Buffer.from(input.keyHex, 'hex');
  return {
    encrypt(plain, boundTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(
        Buffer.from(boundTo),
      );
      const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${sealed.toString('base64url')}`;
    },
    decrypt(sealed, boundTo) {
      const [version, body] = sealed.split('.');
      if (version !== VERSION || !body) throw new Error('The sealed text has an unknown layout.');
      const bytes = Buffer.from(body, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(boundTo)).setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString(
        'utf8',
      );
    },
  };
}
