import type { OutsideRules } from '../../platform/net/post-outside.ts';
import type { ApiContext } from '../../schema/api-context.ts';

/** What addresses of partners may look like here. */
export function webhookRules(context: ApiContext): OutsideRules {
  const { webhookPorts, webhookLoopback } = context.app.config.limits.partners;
  return { ports: webhookPorts, allowLoopback: webhookLoopback };
}
