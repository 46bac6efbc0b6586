/** What the bot says when a later comment changes a claim, or when a claim is turned away. */
export type RevisionTexts = {
  readonly changed: (name: string) => string;
  readonly cancelled: (name: string, lines: string) => string;
  readonly kept: (name: string, product: string) => string;
  readonly paying: (name: string) => string;
  readonly limit: (name: string) => string;
  readonly back: (name: string, product: string) => string;
};

const es: RevisionTexts = {
  changed: (name) => `¡Cambiado${name}! Revisa tus mensajes 📩`,
  cancelled: (name, lines) => `Listo${name}, liberamos ${lines}.`,
  kept: (name, product) => `No queda ${product}${name}. Te dejamos lo que ya tenías apartado.`,
  paying: (name) => `Tu pedido ya está en pago${name}. Escríbenos por interno y lo vemos.`,
  limit: (name) => `Hay un máximo por persona y ya lo alcanzaste${name} 🙏`,
  back: (name, product) => `¡Volvió ${product}${name}! Ya está en tu pedido, mira tus mensajes 📩`,
};

const en: RevisionTexts = {
  changed: (name) => `Changed${name}! Check your messages 📩`,
  cancelled: (name, lines) => `Done${name}, we let go of ${lines}.`,
  kept: (name, product) => `No ${product} left${name}. You keep what was on hold for you.`,
  paying: (name) => `Your order is already being paid${name}. Write to us in private and we will see.`,
  limit: (name) => `There is a limit per person, and you have reached it${name} 🙏`,
  back: (name, product) => `${product} is back${name}! It is in your order, see your messages 📩`,
};

const pt: RevisionTexts = {
  changed: (name) => `Trocado${name}! Veja suas mensagens 📩`,
  cancelled: (name, lines) => `Pronto${name}, liberamos ${lines}.`,
  kept: (name, product) => `Não tem mais ${product}${name}. Você fica com o que já estava separado.`,
  paying: (name) => `Seu pedido já está em pagamento${name}. Escreva no privado e vemos.`,
  limit: (name) => `Há um limite por pessoa e você já chegou nele${name} 🙏`,
  back: (name, product) => `${product} voltou${name}! Já está no seu pedido, veja suas mensagens 📩`,
};

const fr: RevisionTexts = {
  changed: (name) => `C’est changé${name} ! Regardez vos messages 📩`,
  cancelled: (name, lines) => `C’est fait${name}, nous avons libéré ${lines}.`,
  kept: (name, product) => `Plus de ${product}${name}. Vous gardez ce qui était réservé.`,
  paying: (name) => `Votre commande est en cours de paiement${name}. Écrivez-nous en privé.`,
  limit: (name) => `Il y a un maximum par personne et vous l’avez atteint${name} 🙏`,
  back: (name, product) => `${product} est de retour${name} ! C’est dans votre commande, voyez vos messages 📩`,
};

const ar: RevisionTexts = {
  changed: (name) => `تم التغيير${name}! راجع رسائلك 📩`,
  cancelled: (name, lines) => `تم${name}، ألغينا حجز ${lines}.`,
  kept: (name, product) => `لم يبق ${product}${name}. يبقى لك ما حجزناه من قبل.`,
  paying: (name) => `طلبك قيد الدفع${name}. راسلنا على الخاص.`,
  limit: (name) => `هناك حد أقصى لكل شخص وقد بلغته${name} 🙏`,
  back: (name, product) => `عاد ${product}${name}! هو الآن في طلبك، راجع رسائلك 📩`,
};

const BY_LANGUAGE: Readonly<Record<string, RevisionTexts>> = { es, en, pt, fr, ar };

/** The texts of a locale such as `es-CL`; English for a language that we do not speak. */
export function revisionTextsFor(locale: string): RevisionTexts {
  return BY_LANGUAGE[locale.slice(0, 2).toLowerCase()] ?? en;
}
