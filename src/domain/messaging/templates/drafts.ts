import { createHash } from 'node:crypto';
import { LANGUAGES, type Language } from '../choose-language.ts';

/** Kinds of message that may leave as a template outside the window. */
export const TEMPLATE_KINDS = ['receipt'] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** A template as it is to stand at Meta. `examples`: a value for each `{{parameter}}` of the text. */
export type TemplateDraft = {
  readonly kind: TemplateKind;
  readonly language: Language;
  readonly name: string;
  readonly text: string;
  readonly examples: Readonly<Record<string, string>>;
};

type Texts = {
  readonly stem: string;
  readonly examples: Readonly<Record<string, string>>;
  readonly by: Readonly<Record<Language, string>>;
};

// A text begins and ends with words, tells of the order alone and praises nothing: else Meta refuses it
// (Messenger Platform, utility messages, 2026-03-13).
const TEXTS: Readonly<Record<TemplateKind, Texts>> = {
  receipt: {
    stem: 'order_receipt',
    examples: { total: '$ 15.000', order_id: 'A1B2C3' },
    by: {
      es: 'Recibimos tu pago de {{total}} por el pedido {{order_id}}. Gracias por tu compra.',
      en: 'We received your payment of {{total}} for order {{order_id}}. Thank you for your purchase.',
      pt: 'Recebemos seu pagamento de {{total}} pelo pedido {{order_id}}. Obrigado pela compra.',
      fr: 'Nous avons reçu votre paiement de {{total}} pour la commande {{order_id}}. Merci pour votre achat.',
      ar: 'استلمنا دفعتك بقيمة {{total}} عن الطلب {{order_id}}. شكراً لشرائك.',
    },
  },
};

/** Every template that a Page needs. A text that changes has another name: what Meta approved is never edited. */
export const TEMPLATE_DRAFTS: readonly TemplateDraft[] = TEMPLATE_KINDS.flatMap((kind) => {
  const { stem, examples, by } = TEXTS[kind];
  return LANGUAGES.map((language) => {
    const text = by[language];
    const name = `${stem}_${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
    return { kind, language, name, text, examples };
  });
});
