import { type DestinationStream, type Logger, pino } from 'pino';

const BLANK = '[redacted]';

/** Values under these names are blanked wherever they stand: nested, in lists, and in JSON inside of a text. */
const NAMES = '[\\w-]*(?:authorization|cookie|password|secret|token|token_enc|api_?key|signature|signature-256|proof)';
const BY_NAME = new RegExp(`("${NAMES}":)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\]|-?[\\d.]+)`, 'gi');
const BY_NAME_IN_TEXT = new RegExp(`(\\\\"${NAMES}\\\\":\\s*)\\\\".*?\\\\"`, 'gi');

/** And these wherever they stand in a text: addresses, headers, and the tokens of vendors by their form. */
const BY_FORM = [
  /([?&\s](?:[\w.-]*(?:token|secret|proof|password|signature|key)|code)=)[^&\s"\\]+/gi,
  /(\b(?:Bearer|Basic)\s+)[\w.~+/=-]{8,}/gi,
  /(:\/\/[^/\s:@"]*:)[^/\s@"]+(?=@)/g,
  /(\/checkout\/)[\w-]{16,}/g,
  /\b(EAA|APP_USR-|TEST-|sk-|lss_[0-9a-f]{8}_|whsec_)[\w+/=-]{12,}/g,
];

export type LoggerOptions = {
  readonly level: string;
  readonly role: string;
  /** Values that no line may contain, whatever they are called there. */
  readonly secrets?: readonly string[];
};

/** JSON lines on standard output, or on `destination`. Secrets are blanked in the finished line, so none can slip by. */
export function createLogger(options: LoggerOptions, destination?: DestinationStream): Logger {
  // As they stand inside a JSON text; what is shorter than six characters would blank half of every line.
  const secrets = (options.secrets ?? []).filter((value) => value.length >= 6).map(toJsonText);
  const settings = {
    level: options.level,
    base: { role: options.role },
    serializers: { err: (error: unknown) => onlyWhatHappened(error) },
    hooks: { streamWrite: (line: string) => blank(line, secrets) },
  };
  return destination ? pino(settings, destination) : pino(settings);
}

// Errors of clients carry whole requests and rows along; what happened is told by these.
function onlyWhatHappened(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = pino.stdSerializers.err(error);
  return { type, message, stack, code: (error as { code?: unknown }).code };
}

function blank(line: string, secrets: readonly string[]): string {
  let text = line;
  for (const secret of secrets) text = text.replaceAll(secret, BLANK);
  text = text.replace(BY_NAME, `$1"${BLANK}"`).replace(BY_NAME_IN_TEXT, `$1\\"${BLANK}\\"`);
  for (const pattern of BY_FORM) text = text.replace(pattern, `$1${BLANK}`);
  return text;
}

function toJsonText(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
