import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A secret of Standard Webhooks: `whsec_` and the base64 of random bytes. */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/**
 * The headers of Standard Webhooks 1.0: a signature for each secret over `id.timestamp.body`, so that a receiver may
 * check with the old or the new one while they change.
 */
export function signWebhook(input: {
  readonly id: string;
  readonly timestampS: number;
  readonly body: string;
  readonly secrets: readonly string[];
}): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const signed = `${input.id}.${input.timestampS}.${input.body}`;
  const signatures = input.secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return {
    'webhook-id': input.id,
    'webhook-timestamp': String(input.timestampS),
    'webhook-signature': signatures.join(' '),
  };
}
