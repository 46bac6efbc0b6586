import { html } from 'hono/html';
import { pickLanguage } from '../checkout/texts.ts';

type Texts = {
  readonly title: string;
  readonly done: (date: string) => string;
  readonly kept: string;
  readonly missing: string;
};

const EN: Texts = {
  title: 'Your data from Facebook',
  done: (date) => `Erased on ${date}: the connection to your Pages and everything that opened it.`,
  kept: 'Your account here and the orders of your store stay, since they are not from Facebook. Write to us to close the account.',
  missing: 'There is no request with this code.',
};
const TEXTS: Readonly<Record<string, Texts>> = {
  en: EN,
  es: {
    title: 'Tus datos de Facebook',
    done: (date) => `Borrado el ${date}: la conexión con tus páginas y todo lo que la abría.`,
    kept: 'Tu cuenta aquí y los pedidos de tu tienda siguen, porque no vienen de Facebook. Escríbenos para cerrar la cuenta.',
    missing: 'No hay ninguna solicitud con este código.',
  },
  pt: {
    title: 'Seus dados do Facebook',
    done: (date) => `Apagado em ${date}: a conexão com suas Páginas e tudo o que a abria.`,
    kept: 'Sua conta aqui e os pedidos da sua loja continuam, pois não vêm do Facebook. Escreva para nós para encerrar a conta.',
    missing: 'Não há solicitação com este código.',
  },
  fr: {
    title: 'Vos données de Facebook',
    done: (date) => `Effacé le ${date} : la connexion à vos Pages et tout ce qui l’ouvrait.`,
    kept: 'Votre compte ici et les commandes de votre boutique restent, car ils ne viennent pas de Facebook. Écrivez-nous pour fermer le compte.',
    missing: 'Aucune demande ne porte ce code.',
  },
  ar: {
    title: 'بياناتك من فيسبوك',
    done: (date) => `حُذف في ${date}: الاتصال بصفحاتك وكل ما كان يفتحه.`,
    kept: 'يبقى حسابك هنا وطلبات متجرك لأنها ليست من فيسبوك. راسلنا لإغلاق الحساب.',
    missing: 'لا يوجد طلب بهذا الرمز.',
  },
};

/** What a person reads who asked Facebook to have their data erased here. `at`: when it was done; null: no such request. */
export function deletionPage(given: { readonly at: Date | null; readonly accept: string | undefined }) {
  const language = pickLanguage([given.accept]);
  const texts = TEXTS[language] ?? EN;
  const date = given.at && new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(given.at);
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${texts.title}</title></head><body><main><h1>${texts.title}</h1>
${date ? html`<p>${texts.done(date)}</p><p>${texts.kept}</p>` : html`<p>${texts.missing}</p>`}</main></body></html>`;
}
