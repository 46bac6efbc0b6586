import { type Logger, pino } from 'pino';

const SECRET_KEYS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'access_token',
  'accessToken',
  'secret',
  'appsecret_proof',
  'x-signature',
  'x-hub-signature-256',
  'code',
  'refresh_token',
];
const SECRET_TEXT = /((?:access_token|appsecret_proof|token|secret)=)[^&\s"]+|(Bearer\s+)[\w.-]+/gi;

/** JSON lines on standard output. Secrets are blanked by key and by pattern, also inside errors and addresses. */
export function createLogger(input: { readonly level: string; readonly role: string }): Logger {
  return pino({
    level: input.level,
    base: { role: input.role },
    redact: {
      paths: SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
      censor: '[redacted]',
    },
    serializers: { err: (error: Error) => blankSecrets(pino.stdSerializers.err(error)) },
  });
}

function blankSecrets(error: ReturnType<typeof pino.stdSerializers.err>): object {
  return {
    type: error.type,
    message: blank(error.message),
    stack: blank(error.stack),
    code: (error as { code?: unknown }).code,
  };
}

function blank(text: string): string {
  return text.replace(SECRET_TEXT, '$1$2[redacted]');
}
