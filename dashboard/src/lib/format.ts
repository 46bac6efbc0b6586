import { useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney, type Money } from './money.ts';
import { SessionContext } from './session.tsx';

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

/** The language as it is written where the store is. Digits stay Latin, so that codes and prices look alike. */
const localeOf = (language: string, country: string | undefined) =>
  `${language}${country ? `-${country}` : ''}-u-nu-latn`;

// Making a formatter costs far more than using it, and a busy live formats hundreds of values a second.
const made = new Map<string, ReturnType<typeof createFormat>>();

function createFormat(locale: string) {
  const count = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const usd = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumFractionDigits: 4 });
  const time = new Intl.DateTimeFormat(locale, CLOCK);
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    money: (money: Money) => formatMoney(money, locale),
    count: (value: number) => count.format(value),
    /** US dollars, small ones too: what a machine's thought costs. */
    usd: (value: number) => usd.format(value),
    percent: (share: number) => percent.format(share),
    time: (iso: string) => time.format(new Date(iso)),
    dateTime: (iso: string) => dateTime.format(new Date(iso)),
  };
}

/** Formatters in the language of the page. */
export function useFormat() {
  const { i18n } = useTranslation();
  const country = useContext(SessionContext)?.store?.country;
  const locale = localeOf(i18n.language, country);
  return useMemo(() => {
    const format = made.get(locale) ?? createFormat(locale);
    made.set(locale, format);
    return format;
  }, [locale]);
}
