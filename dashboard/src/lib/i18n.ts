import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type en from '../locales/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

export const LANGUAGES = ['es', 'en', 'pt', 'fr', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  es: 'Español',
  en: 'English',
  pt: 'Português',
  fr: 'Français',
  ar: 'العربية',
};

const STORED_AS = 'language';
const RIGHT_TO_LEFT: readonly string[] = ['ar'];
const files = import.meta.glob<{ readonly default: object }>('../locales/*.json');

const isLanguage = (text: string | null | undefined): text is Language => LANGUAGES.includes(text as Language);

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const file = await files[`../locales/${language}.json`]?.();
  if (file) i18next.addResourceBundle(language, 'translation', file.default);
}

function present(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr';
}

/** Starts in the language chosen here before, else in the browser's, else in Spanish. */
export async function startLanguages(): Promise<void> {
  const wished = [localStorage.getItem(STORED_AS), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  const language = wished.find(isLanguage) ?? 'es';
  await i18next.use(initReactI18next).init({ lng: language, resources: {}, interpolation: { escapeValue: false } });
  await load(language);
  await i18next.changeLanguage(language);
  present(language);
}

/** Shows the page in another language and remembers the choice in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED_AS, language);
  await load(language);
  await i18next.changeLanguage(language);
  present(language);
}
