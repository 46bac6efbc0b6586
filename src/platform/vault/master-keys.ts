import { createHash } from 'node:crypto';
import { openBytes, sealBytes } from './envelope.ts';

const WRAPPED = 'w1';

/** The keys that wrap the data keys. The first one wraps; all of them unwrap, so that keys change without downtime. */
export type MasterKeys = {
  /** Names the key that wraps today. Tells nothing about the key. */
  readonly currentId: string;
  wrap(dataKey: Buffer, boundTo: string): string;
  /** @throws Error when the master key is not among these, or the wrapping does not fit `boundTo`. */
  unwrap(wrapped: string, boundTo: string): Buffer;
  /** Opens a text that a master key sealed itself, as layout v1 did. @throws Error when none of the keys opens it. */
  openDirect(sealed: string, boundTo: string): Buffer;
};

/** Each key is 64 hexadecimal digits. Layout of a wrapped key: `w1.` + id of the master key + `.` + sealed bytes. */
export function createMasterKeys(hexKeys: readonly [current: string, ...others: string[]]): MasterKeys {
  const keys = new Map(hexKeys.map((hex) => [idOf(hex), Buffer.from(hex, 'hex')]));
  const currentId = idOf(hexKeys[0]);
  const current = Buffer.from(hexKeys[0], 'hex');
  return {
    currentId,
    wrap: (dataKey, boundTo) => `${WRAPPED}.${currentId}.${sealBytes(current, dataKey, boundTo)}`,
    unwrap(wrapped, boundTo) {
      const [version, id = '', body, ...rest] = wrapped.split('.');
      if (version !== WRAPPED || !body || rest.length > 0) throw new Error('The wrapped key has an unknown layout.');
      const key = keys.get(id);
      if (!key) {
        throw new Error(
          `A data key is wrapped under the master key ${id}, which is not set. Add it to ENCRYPTION_KEYS_PREVIOUS.`,
        );
      }
      return openBytes(key, body, boundTo);
    },
    openDirect(sealed, boundTo) {
      for (const key of keys.values()) {
        try {
          return openBytes(key, sealed, boundTo);
        } catch {}
      }
      throw new Error('No master key opens the sealed text. Add the one that sealed it to ENCRYPTION_KEYS_PREVIOUS.');
    },
  };
}

// Keys are random 256 bits, so their hash cannot be turned back.
function idOf(hex: string): string {
  return createHash('sha256').update(`master-key|${hex.toLowerCase()}`).digest('hex').slice(0, 16);
}
