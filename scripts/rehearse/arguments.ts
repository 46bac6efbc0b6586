import { parseArgs } from 'node:util';
import { type DemoShop, findShop, SHOP_KEYS } from './demo-comments.ts';

export type RehearseArguments = {
  readonly shop: DemoShop;
  readonly ratePerMinute: number;
  readonly durationMs: number;
  readonly url: string;
  readonly sandboxUrl: string;
  readonly jsonFile: string | null;
};

export const USAGE = `npm run rehearse -- --shop ${SHOP_KEYS.join('|')} --rate 1000/min [--minutes 1] [--url http://127.0.0.1:3000]
                  [--sandbox http://127.0.0.1:4010] [--json FILE]`;

const RATE_MAX_PER_MINUTE = 600_000;

/** What was asked for on the command line. @throws Error saying what was expected instead. */
export function readArguments(args: readonly string[]): RehearseArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      shop: { type: 'string', default: 'cl' },
      rate: { type: 'string', default: '1000/min' },
      minutes: { type: 'string', default: '1' },
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      sandbox: { type: 'string', default: 'http://127.0.0.1:4010' },
      json: { type: 'string' },
    },
  });
  const shop = findShop(values.shop);
  if (!shop) throw new Error(`--shop ${values.shop} is no demo shop. Expected one of ${SHOP_KEYS.join(', ')}.`);
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 1_440))
    throw new Error(`--minutes ${values.minutes} does not fit. Expected a number up to 1440.`);
  return {
    shop,
    ratePerMinute: readRate(values.rate),
    durationMs: minutes * 60_000,
    url: readAddress('--url', values.url),
    sandboxUrl: readAddress('--sandbox', values.sandbox),
    jsonFile: values.json ?? null,
  };
}

function readRate(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(?:\/(min|s))?$/.exec(text);
  const perMinute = Number(match?.[1]) * (match?.[2] === 's' ? 60 : 1);
  if (perMinute > 0 && perMinute <= RATE_MAX_PER_MINUTE) return perMinute;
  throw new Error(`--rate ${text} does not fit. Expected comments per time, such as 1000/min or 20/s.`);
}

function readAddress(name: string, text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Error(`${name} ${text} is no address. Expected one such as http://127.0.0.1:3000.`);
  }
  return text.replace(/\/+$/, '');
}
