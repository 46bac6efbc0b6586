import { z } from 'zod';

const settingsModel = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(4010),
  HOST: z.string().default('127.0.0.1'),
  BASE_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3000'),
  FB_APP_ID: z.string().default('100000000000001'),
  FB_APP_SECRET: z.string().min(8).default('development-app-secret'),
  MERCADOPAGO_WEBHOOK_SECRET: z.string().min(8).default('development-mercadopago-secret'),
});

export type SandboxSettings = {
  readonly port: number;
  readonly host: string;
  /** Address of our server, where webhooks of Meta go. */
  readonly baseUrl: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly mercadopagoSecret: string;
};

/**
 * Reads what the sandbox needs; every value has one that works on a laptop. An empty value counts as none.
 * @throws Error with one line per setting that does not fit.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): SandboxSettings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = settingsModel.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  - ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The settings of the sandbox do not fit:\n${lines.join('\n')}`);
  }
  const { SANDBOX_PORT: port, HOST: host, BASE_URL: baseUrl } = parsed.data;
  return {
    port,
    host,
    baseUrl: baseUrl.replace(/\/$/, ''),
    appId: parsed.data.FB_APP_ID,
    appSecret: parsed.data.FB_APP_SECRET,
    mercadopagoSecret: parsed.data.MERCADOPAGO_WEBHOOK_SECRET,
  };
}
