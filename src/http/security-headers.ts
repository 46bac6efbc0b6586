import type { ServerResponse } from 'node:http';
import { CHECKOUT_STYLE } from './checkout/page.ts';
import type { HttpApp } from './http-app.ts';

const HSTS = 'max-age=31536000; includeSubDomains';

/**
 * Writes the headers that protect a browser on an answer that has not begun. They are set on the response of Node
 * itself, so that every answer has them, whichever layer gives it.
 */
export function protectAnswers(app: Pick<HttpApp, 'config'>): (outgoing: ServerResponse) => void {
  const headers = Object.entries(securityHeaders(app));
  return (outgoing) => {
    for (const [name, value] of headers) outgoing.setHeader(name, value);
  };
}

/** GraphiQL alone needs inline scripts and styles; where it is off, nothing inline runs and no style is written inline. */
function securityHeaders({ config: { env, limits } }: Pick<HttpApp, 'config'>): Readonly<Record<string, string>> {
  const inline = limits.debug ? " 'unsafe-inline'" : '';
  const policy = [
    "default-src 'self'",
    `script-src 'self'${inline}`,
    `style-src 'self'${limits.debug ? inline : ` ${CHECKOUT_STYLE}`}`,
    "img-src 'self' data: https:",
    `connect-src 'self' ${env.BASE_URL.replace(/^http/, 'ws')}`,
    // GraphiQL carries its fonts within itself and starts its editor's workers from memory.
    ...(limits.debug ? ["font-src 'self' data:", "worker-src 'self' blob:"] : []),
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'self'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    ...(limits.hsts ? { 'strict-transport-security': HSTS } : {}),
  };
}
