import { pickWording } from './texts.ts';

export const FOLLOW_UPS = ['publicLink', 'holdEnds', 'cartWaits', 'lastCall', 'backInStock'] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];

/**
 * What follows up on a cart, in variants; values stand in braces. `cartWaits` and `lastCall` promise no stock, for none is
 * held any more: the buyer writes again what they want.
 */
const TEXTS: Readonly<Record<string, Readonly<Record<FollowUp, readonly string[]>>>> = {
  es: {
    publicLink: [
      '¡Apartado{name}! Hay mucha gente escribiendo, así que tu link de pago está aquí: {url}',
      '¡Es tuyo{name}! Para no hacerte esperar, paga aquí: {url}',
      '¡Listo{name}! Los mensajes van lentos hoy; este es tu link: {url}',
    ],
    holdEnds: [
      'Hola{name}, te guardamos tu pedido {minutes} minutos más:\n{lines}\nTotal: {total}',
      '¡Aún es tuyo{name}! Quedan {minutes} minutos para pagar:\n{lines}\nTotal: {total}',
    ],
    cartWaits: [
      'Hola{name}, esto te gustó en el live y todavía hay:\n{lines}\nYa no está apartado. Escríbenos «quiero» y el nombre, y lo apartamos de nuevo.',
      'Hola{name}, tu carrito sigue anotado, aunque sin reserva:\n{lines}\n¿Lo quieres? Escríbenos el nombre del producto.',
    ],
    lastCall: [
      'Hola{name}, es nuestro último aviso sobre tu carrito:\n{lines}\nTodavía hay. Escríbenos «quiero» y el nombre si lo quieres.',
      'Hola{name}, hoy cerramos tu carrito:\n{lines}\nSi aún lo quieres, escríbenos el nombre del producto.',
    ],
    backInStock: [
      '¡Volvió {product}{name}! Escríbenos «quiero {product}» y te lo apartamos.',
      'Buenas noticias{name}: hay {product} otra vez. Escríbenos «quiero {product}» si lo quieres.',
    ],
  },
  en: {
    publicLink: [
      'On hold for you{name}! Many are writing right now, so here is your payment link: {url}',
      'Yours{name}! So that you need not wait, pay here: {url}',
      'Got it{name}! Messages are slow today; this is your link: {url}',
    ],
    holdEnds: [
      'Hi{name}, we keep your order for {minutes} more minutes:\n{lines}\nTotal: {total}',
      'Still yours{name}! {minutes} minutes left to pay:\n{lines}\nTotal: {total}',
    ],
    cartWaits: [
      'Hi{name}, you liked this in the live and there is still some:\n{lines}\nIt is not on hold any more. Write “I want” and its name, and we hold it again.',
      'Hi{name}, your cart is still noted, but nothing is on hold:\n{lines}\nDo you want it? Write us the name of the product.',
    ],
    lastCall: [
      'Hi{name}, this is our last note about your cart:\n{lines}\nThere is still some. Write “I want” and its name if you want it.',
      'Hi{name}, we close your cart today:\n{lines}\nIf you still want it, write us the name of the product.',
    ],
    backInStock: [
      '{product} is back{name}! Write “I want {product}” and we hold it for you.',
      'Good news{name}: there is {product} again. Write “I want {product}” if you want it.',
    ],
  },
  pt: {
    publicLink: [
      'Separado{name}! Muita gente está escrevendo, então seu link de pagamento está aqui: {url}',
      'É seu{name}! Para você não esperar, pague aqui: {url}',
      'Pronto{name}! As mensagens estão lentas hoje; este é o seu link: {url}',
    ],
    holdEnds: [
      'Oi{name}, guardamos seu pedido por mais {minutes} minutos:\n{lines}\nTotal: {total}',
      'Ainda é seu{name}! Faltam {minutes} minutos para pagar:\n{lines}\nTotal: {total}',
    ],
    cartWaits: [
      'Oi{name}, você gostou disto na live e ainda tem:\n{lines}\nNão está mais reservado. Escreva «quero» e o nome, e separamos de novo.',
      'Oi{name}, seu carrinho continua anotado, mas sem reserva:\n{lines}\nQuer? Escreva o nome do produto.',
    ],
    lastCall: [
      'Oi{name}, este é nosso último aviso sobre seu carrinho:\n{lines}\nAinda tem. Escreva «quero» e o nome, se quiser.',
      'Oi{name}, hoje fechamos seu carrinho:\n{lines}\nSe ainda quiser, escreva o nome do produto.',
    ],
    backInStock: [
      '{product} voltou{name}! Escreva «quero {product}» e separamos para você.',
      'Boa notícia{name}: tem {product} de novo. Escreva «quero {product}» se quiser.',
    ],
  },
  fr: {
    publicLink: [
      'C’est réservé{name} ! Beaucoup de monde écrit, voici donc votre lien de paiement : {url}',
      'C’est à vous{name} ! Pour ne pas attendre, payez ici : {url}',
      'C’est fait{name} ! Les messages sont lents aujourd’hui ; voici votre lien : {url}',
    ],
    holdEnds: [
      'Bonjour{name}, nous gardons votre commande encore {minutes} minutes :\n{lines}\nTotal : {total}',
      'C’est toujours à vous{name} ! Il reste {minutes} minutes pour payer :\n{lines}\nTotal : {total}',
    ],
    cartWaits: [
      'Bonjour{name}, ceci vous a plu pendant le live et il en reste :\n{lines}\nCe n’est plus réservé. Écrivez « je veux » et le nom, et nous le réservons à nouveau.',
      'Bonjour{name}, votre panier est toujours noté, mais sans réservation :\n{lines}\nVous le voulez ? Écrivez-nous le nom du produit.',
    ],
    lastCall: [
      'Bonjour{name}, c’est notre dernier mot sur votre panier :\n{lines}\nIl en reste. Écrivez « je veux » et le nom si vous le voulez.',
      'Bonjour{name}, nous fermons votre panier aujourd’hui :\n{lines}\nSi vous le voulez encore, écrivez-nous le nom du produit.',
    ],
    backInStock: [
      '{product} est de retour{name} ! Écrivez « je veux {product} » et nous le réservons pour vous.',
      'Bonne nouvelle{name} : il y a de nouveau {product}. Écrivez « je veux {product} » si vous le voulez.',
    ],
  },
  ar: {
    publicLink: [
      'تم الحجز{name}! كثيرون يكتبون الآن، لذلك هذا رابط الدفع: {url}',
      'أصبح لك{name}! حتى لا تنتظر ادفع هنا: {url}',
      'تم{name}! الرسائل بطيئة اليوم وهذا رابطك: {url}',
    ],
    holdEnds: [
      'مرحباً{name}، نحتفظ بطلبك {minutes} دقيقة أخرى:\n{lines}\nالمجموع: {total}',
      'ما زال لك{name}! بقيت {minutes} دقيقة للدفع:\n{lines}\nالمجموع: {total}',
    ],
    cartWaits: [
      'مرحباً{name}، أعجبك هذا في البث وما زال متوفراً:\n{lines}\nلم يعد محجوزاً. اكتب لنا «أريد» مع الاسم ونحجزه من جديد.',
      'مرحباً{name}، سلتك ما زالت مسجلة لكن دون حجز:\n{lines}\nهل تريده؟ اكتب لنا اسم المنتج.',
    ],
    lastCall: [
      'مرحباً{name}، هذا آخر تذكير بسلتك:\n{lines}\nما زال متوفراً. اكتب «أريد» مع الاسم إن أردته.',
      'مرحباً{name}، نغلق سلتك اليوم:\n{lines}\nإن كنت تريده فاكتب لنا اسم المنتج.',
    ],
    backInStock: [
      'عاد {product}{name}! اكتب «أريد {product}» ونحجزه لك.',
      'خبر سار{name}: توفر {product} من جديد. اكتب «أريد {product}» إن أردته.',
    ],
  },
};

/** A follow-up in the language of a locale (English for one that we do not speak); the same seed gives the same wording. */
export function sayFollowUp(
  what: FollowUp,
  given: { readonly locale: string; readonly seed: string; readonly values: Readonly<Record<string, string | number>> },
): string {
  const texts = TEXTS[given.locale.slice(0, 2).toLowerCase()] ?? TEXTS['en'];
  const wording = pickWording(texts?.[what] ?? [], given.seed);
  return wording.replace(/\{(\w+)\}/g, (_, name: string) => String(given.values[name] ?? ''));
}
