import type { AskBack } from '../intent/intent-detector.ts';

/** The open end of a sentence that asks a buyer back: which product, or which size, colour or variant of it. */
type AskBackTexts = Readonly<Record<'product' | 'size' | 'color' | 'variant', readonly ((name: string) => string)[]>>;

const es: AskBackTexts = {
  product: [
    (name) => `¿Cuál quieres${name}? Escríbenos el código o el nombre del producto 🙏`,
    (name) => `No queremos equivocarnos${name}: comenta el código del producto y te lo apartamos.`,
    (name) => `¿Nos dices el código${name}? Así apartamos justo el que quieres ✨`,
  ],
  size: [
    (name) => `¿Qué talla${name}? Comenta el código y la talla, y te lo apartamos.`,
    (name) => `Nos falta la talla${name} 🙏 Escríbela con el código del producto.`,
  ],
  color: [
    (name) => `¿Qué color${name}? Comenta el código y el color, y te lo apartamos.`,
    (name) => `Nos falta el color${name} 🙏 Escríbelo con el código del producto.`,
  ],
  variant: [
    (name) => `¿Qué talla y color${name}? Coméntalos con el código, y te lo apartamos.`,
    (name) => `Nos falta talla y color${name} 🙏 Escríbelos con el código del producto.`,
  ],
};

const en: AskBackTexts = {
  product: [
    (name) => `Which one would you like${name}? Write the code or the name of the product 🙏`,
    (name) => `We would not want to get it wrong${name}: comment the code and we set it aside.`,
    (name) => `Can you tell us the code${name}? Then we set aside just the one you want ✨`,
  ],
  size: [
    (name) => `Which size${name}? Comment the code and the size, and we set it aside.`,
    (name) => `We still need the size${name} 🙏 Write it with the code of the product.`,
  ],
  color: [
    (name) => `Which color${name}? Comment the code and the color, and we set it aside.`,
    (name) => `We still need the color${name} 🙏 Write it with the code of the product.`,
  ],
  variant: [
    (name) => `Which size and color${name}? Comment them with the code, and we set it aside.`,
    (name) => `We still need size and color${name} 🙏 Write them with the code of the product.`,
  ],
};

const pt: AskBackTexts = {
  product: [
    (name) => `Qual você quer${name}? Escreva o código ou o nome do produto 🙏`,
    (name) => `Não queremos errar${name}: comente o código do produto e separamos para você.`,
    (name) => `Pode nos dizer o código${name}? Assim separamos exatamente o que você quer ✨`,
  ],
  size: [
    (name) => `Qual tamanho${name}? Comente o código e o tamanho, e separamos.`,
    (name) => `Falta o tamanho${name} 🙏 Escreva junto com o código do produto.`,
  ],
  color: [
    (name) => `Qual cor${name}? Comente o código e a cor, e separamos.`,
    (name) => `Falta a cor${name} 🙏 Escreva junto com o código do produto.`,
  ],
  variant: [
    (name) => `Qual tamanho e cor${name}? Comente com o código, e separamos.`,
    (name) => `Faltam tamanho e cor${name} 🙏 Escreva junto com o código do produto.`,
  ],
};

const fr: AskBackTexts = {
  product: [
    (name) => `Lequel voulez-vous${name} ? Écrivez le code ou le nom du produit 🙏`,
    (name) => `Pour ne pas nous tromper${name} : mettez le code du produit, et nous le réservons.`,
    (name) => `Vous nous dites le code${name} ? Nous réserverons exactement celui que vous voulez ✨`,
  ],
  size: [
    (name) => `Quelle taille${name} ? Mettez le code et la taille, et nous le réservons.`,
    (name) => `Il nous manque la taille${name} 🙏 Écrivez-la avec le code du produit.`,
  ],
  color: [
    (name) => `Quelle couleur${name} ? Mettez le code et la couleur, et nous le réservons.`,
    (name) => `Il nous manque la couleur${name} 🙏 Écrivez-la avec le code du produit.`,
  ],
  variant: [
    (name) => `Quelle taille et quelle couleur${name} ? Mettez-les avec le code, et nous le réservons.`,
    (name) => `Il nous manque la taille et la couleur${name} 🙏 Écrivez-les avec le code du produit.`,
  ],
};

const ar: AskBackTexts = {
  product: [
    (name) => `أيّ منتج تريد${name}؟ اكتب لنا رمزه أو اسمه 🙏`,
    (name) => `حتى لا نخطئ${name}: اكتب رمز المنتج في تعليق ونحجزه لك.`,
    (name) => `ما رمز المنتج${name}؟ هكذا نحجز لك ما تريده تماماً ✨`,
  ],
  size: [
    (name) => `ما المقاس${name}؟ اكتب الرمز والمقاس ونحجزه لك.`,
    (name) => `ينقصنا المقاس${name} 🙏 اكتبه مع رمز المنتج.`,
  ],
  color: [
    (name) => `ما اللون${name}؟ اكتب الرمز واللون ونحجزه لك.`,
    (name) => `ينقصنا اللون${name} 🙏 اكتبه مع رمز المنتج.`,
  ],
  variant: [
    (name) => `ما المقاس واللون${name}؟ اكتبهما مع الرمز ونحجزه لك.`,
    (name) => `ينقصنا المقاس واللون${name} 🙏 اكتبهما مع رمز المنتج.`,
  ],
};

const BY_LANGUAGE: Readonly<Record<string, AskBackTexts>> = { es, en, pt, fr, ar };

/** What to ask in a locale such as `es-CL`, in variants; English for a language that we do not speak. */
export function askBackTextsFor(locale: string, askBack: AskBack | null): readonly ((name: string) => string)[] {
  const texts = BY_LANGUAGE[locale.slice(0, 2).toLowerCase()] ?? en;
  return texts[askBack === null || askBack === 'line' ? 'product' : askBack];
}
