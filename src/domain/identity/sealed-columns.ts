import type { Seal } from '../../platform/vault/vault.ts';
import { webhookSeal } from '../partners/webhook-endpoints.ts';
import { paymentConfigSeal } from '../payments/find-credentials.ts';
import { deadLetterSeal } from '../queues/dead-letters.ts';
import { rawPostSeal } from '../queues/raw-posts.ts';
import { invitationSeal } from './invite-member.ts';
import { pageTokenSeal, pendingTokenSeal, userTokenSeal } from './page-seal.ts';

export type SealedColumn = {
  readonly table: string;
  readonly column: string;
  /** Column that names the row within its store. */
  readonly rowColumn: string;
  readonly sealOf: (storeId: string, row: string) => Seal;
};

/** Every column that keeps sealed texts. Changing keys walks them; a column left out would lose its texts with the old key. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'fb_sessions', column: 'page_access_token_enc', rowColumn: 'tienda_id', sealOf: pageTokenSeal },
  { table: 'fb_sessions', column: 'user_access_token_enc', rowColumn: 'tienda_id', sealOf: userTokenSeal },
  { table: 'page_connections', column: 'user_access_token_enc', rowColumn: 'tienda_id', sealOf: pendingTokenSeal },
  { table: 'config_pagos', column: 'settings', rowColumn: 'gateway', sealOf: paymentConfigSeal },
  { table: 'webhook_endpoints', column: 'secret_enc', rowColumn: 'id', sealOf: webhookSeal },
  { table: 'dead_letters', column: 'entry_enc', rowColumn: 'id', sealOf: deadLetterSeal },
  { table: 'raw_posts', column: 'body_enc', rowColumn: 'id', sealOf: rawPostSeal },
  { table: 'webhook_endpoints', column: 'previous_secret_enc', rowColumn: 'id', sealOf: webhookSeal },
  { table: 'invitations', column: 'token_enc', rowColumn: 'id', sealOf: invitationSeal },
];
