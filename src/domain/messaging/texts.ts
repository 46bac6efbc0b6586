type Cart = { readonly name: string; readonly lines: string; readonly total: string; readonly minutes: number };
type Receipt = { readonly name: string; readonly total: string; readonly reference: string };

/** What the bot says in a sale, each in variants, so that Meta does not see the same text again and again. */
export type Texts = {
  readonly held: readonly ((name: string) => string)[];
  readonly soldOut: readonly ((name: string, product: string) => string)[];
  readonly cart: readonly ((input: Cart) => string)[];
  readonly pay: string;
  readonly confirm: string;
  readonly receipt: readonly ((input: Receipt) => string)[];
};

const es: Texts = {
  held: [
    (name) => `¡Listo${name}! Te lo apartamos y te escribimos por interno 💬`,
    (name) => `¡Apartado${name}! Revisa tus mensajes 📩`,
    (name) => `¡Es tuyo${name}! Te mandamos el link por mensaje privado 🙌`,
    (name) => `¡Anotado${name}! Mira tu bandeja de mensajes, ahí está todo ✨`,
  ],
  soldOut: [
    (name, product) => `Se agotó ${product}${name}. Quedas en la lista: si se libera uno, te avisamos.`,
    (name, product) => `${product} está agotado por ahora${name}. Te anotamos por si vuelve 🙏`,
    (name, product) => `Por ahora no queda ${product}${name}, pero ya estás en la fila 🤞`,
  ],
  cart: [
    ({ name, lines, total, minutes }) => `Hola${name}, apartamos por ${minutes} minutos:\n${lines}\nTotal: ${total}`,
    ({ name, lines, total, minutes }) =>
      `¡Ya es tuyo${name}! Te lo guardamos ${minutes} minutos:\n${lines}\nTotal: ${total}`,
  ],
  pay: 'Pagar ahora',
  confirm: 'Confirmar',
  receipt: [
    ({ name, total, reference }) => `¡Gracias${name}! Recibimos tu pago de ${total}. Pedido ${reference} ✅`,
    ({ name, total, reference }) =>
      `Recibimos tu pago de ${total}. ¡Gracias${name}! Tu pedido ${reference} está listo ✅`,
  ],
};

const en: Texts = {
  held: [
    (name) => `Got it${name}! It is on hold for you, check your messages 💬`,
    (name) => `Yours${name}! We sent you the link in private 📩`,
    (name) => `Saved for you${name}! See your inbox 🙌`,
    (name) => `Noted${name}! All you need is in your messages ✨`,
  ],
  soldOut: [
    (name, product) => `${product} is sold out${name}. You are on the list: we will write if one comes back.`,
    (name, product) => `No ${product} left right now${name}. We noted you down 🙏`,
    (name, product) => `${product} is gone for the moment${name}, and you are in line 🤞`,
  ],
  cart: [
    ({ name, lines, total, minutes }) => `Hi${name}, on hold for ${minutes} minutes:\n${lines}\nTotal: ${total}`,
    ({ name, lines, total, minutes }) =>
      `It is yours${name}! We keep it for ${minutes} minutes:\n${lines}\nTotal: ${total}`,
  ],
  pay: 'Pay now',
  confirm: 'Confirm',
  receipt: [
    ({ name, total, reference }) => `Thank you${name}! We received your payment of ${total}. Order ${reference} ✅`,
    ({ name, total, reference }) => `Paid${name}! ${total} for order ${reference} ✅ Thank you for buying.`,
  ],
};

const pt: Texts = {
  held: [
    (name) => `Pronto${name}! Separamos para você, veja suas mensagens 💬`,
    (name) => `É seu${name}! Mandamos o link no privado 📩`,
    (name) => `Reservado${name}! Confira sua caixa de entrada 🙌`,
    (name) => `Anotado${name}! Está tudo nas suas mensagens ✨`,
  ],
  soldOut: [
    (name, product) => `${product} esgotou${name}. Você está na lista: se voltar, avisamos.`,
    (name, product) => `Sem ${product} por enquanto${name}. Anotamos você 🙏`,
    (name, product) => `Acabou ${product} por agora${name}, mas você já está na fila 🤞`,
  ],
  cart: [
    ({ name, lines, total, minutes }) => `Oi${name}, separamos por ${minutes} minutos:\n${lines}\nTotal: ${total}`,
    ({ name, lines, total, minutes }) => `É seu${name}! Guardamos por ${minutes} minutos:\n${lines}\nTotal: ${total}`,
  ],
  pay: 'Pagar agora',
  confirm: 'Confirmar',
  receipt: [
    ({ name, total, reference }) => `Obrigado${name}! Recebemos seu pagamento de ${total}. Pedido ${reference} ✅`,
    ({ name, total, reference }) =>
      `Pagamento recebido${name}! ${total} do pedido ${reference} ✅ Obrigado pela compra.`,
  ],
};

const fr: Texts = {
  held: [
    (name) => `C’est réservé${name} ! Regardez vos messages 💬`,
    (name) => `C’est à vous${name} ! Le lien est en privé 📩`,
    (name) => `Mis de côté${name} ! Voyez votre messagerie 🙌`,
    (name) => `C’est noté${name} ! Tout est dans vos messages ✨`,
  ],
  soldOut: [
    (name, product) => `${product} est épuisé${name}. Vous êtes sur la liste : nous vous écrirons s’il revient.`,
    (name, product) => `Plus de ${product} pour l’instant${name}. C’est noté 🙏`,
    (name, product) => `${product} est parti pour le moment${name}, mais vous êtes dans la file 🤞`,
  ],
  cart: [
    ({ name, lines, total, minutes }) =>
      `Bonjour${name}, mis de côté pendant ${minutes} minutes :\n${lines}\nTotal : ${total}`,
    ({ name, lines, total, minutes }) =>
      `C’est à vous${name} ! Nous le gardons ${minutes} minutes :\n${lines}\nTotal : ${total}`,
  ],
  pay: 'Payer',
  confirm: 'Confirmer',
  receipt: [
    ({ name, total, reference }) => `Merci${name} ! Nous avons reçu ${total}. Commande ${reference} ✅`,
    ({ name, total, reference }) => `Paiement reçu${name} ! ${total} pour la commande ${reference} ✅ Merci.`,
  ],
};

const ar: Texts = {
  held: [
    (name) => `تم الحجز${name}! راجع رسائلك 💬`,
    (name) => `أصبح لك${name}! أرسلنا الرابط في رسالة خاصة 📩`,
    (name) => `حجزناه لك${name}! انظر صندوق الرسائل 🙌`,
    (name) => `سجلنا طلبك${name}! كل التفاصيل في رسائلك ✨`,
  ],
  soldOut: [
    (name, product) => `نفد ${product}${name}. أنت في قائمة الانتظار وسنراسلك إن عاد.`,
    (name, product) => `لا يوجد ${product} الآن${name}. سجلناك 🙏`,
    (name, product) => `انتهى ${product} حالياً${name}، وأنت في قائمة الانتظار 🤞`,
  ],
  cart: [
    ({ name, lines, total, minutes }) => `مرحباً${name}، حجزنا لك لمدة ${minutes} دقيقة:\n${lines}\nالمجموع: ${total}`,
    ({ name, lines, total, minutes }) => `أصبح لك${name}! نحتفظ به ${minutes} دقيقة:\n${lines}\nالمجموع: ${total}`,
  ],
  pay: 'ادفع الآن',
  confirm: 'تأكيد',
  receipt: [
    ({ name, total, reference }) => `شكراً${name}! استلمنا ${total}. الطلب ${reference} ✅`,
    ({ name, total, reference }) => `وصل الدفع${name}! ${total} للطلب ${reference} ✅ شكراً لشرائك.`,
  ],
};

const BY_LANGUAGE: Readonly<Record<string, Texts>> = { es, en, pt, fr, ar };

/** The texts of a locale such as `es-CL`; English for a language that we do not speak. */
export function textsFor(locale: string): Texts {
  return BY_LANGUAGE[locale.slice(0, 2).toLowerCase()] ?? en;
}

/** One of the variants, always the same for the same seed. */
export function pickWording<Wording>(variants: readonly Wording[], seed: string): Wording {
  let sum = 0;
  for (const char of seed) sum = (sum * 31 + char.charCodeAt(0)) % 65_521;
  return takeTurn(variants, sum);
}

/** The variant whose turn it is: two turns in a row never say the same. */
export function takeTurn<Wording>(variants: readonly Wording[], turn: number): Wording {
  const variant = variants[turn % variants.length];
  if (variant === undefined) throw new Error('There are no variants to choose from.');
  return variant;
}

/** A first name as it follows a greeting: ", Ana", or nothing when the name is not known. */
export function vocative(fullName: string | null): string {
  const first = fullName?.trim().split(/\s+/)[0];
  return first ? `, ${cut(first, 40)}` : '';
}

const LIST_MAX_CHARS = 400;

/** Lines of a cart, as many whole ones as leave room for the rest: Meta takes 640 characters beside buttons. */
export function listLines(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    const longer = text === '' ? cut(line, LIST_MAX_CHARS) : `${text}\n${line}`;
    if (longer.length > LIST_MAX_CHARS) return `${text}\n…`;
    text = longer;
  }
  return text;
}

// Between whole characters: PostgreSQL takes no half of one.
function cut(text: string, maxChars: number): string {
  let kept = '';
  for (const char of text) {
    if (kept.length + char.length > maxChars) break;
    kept += char;
  }
  return kept;
}
