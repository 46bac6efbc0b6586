/** The one answer to a wish, in each of our languages. */
type WishTexts = {
  readonly opt_out: string;
  readonly opt_in: string;
  readonly data_deletion: (code: string) => string;
};

const TEXTS: Readonly<Record<string, WishTexts>> = {
  es: {
    opt_out: 'Listo, no te escribiremos más. Si cambias de opinión, escribe ALTA.',
    opt_in: 'Listo, volverás a recibir nuestros mensajes. Para dejar de recibirlos, escribe BAJA.',
    data_deletion: (code) =>
      `Recibimos tu solicitud: borraremos tus datos personales ahora y no te escribiremos más. Código de confirmación: ${code}`,
  },
  en: {
    opt_out: 'Done, we will not write to you again. If you change your mind, write START.',
    opt_in: 'Done, you will get our messages again. To end them, write STOP.',
    data_deletion: (code) =>
      `We received your request: we erase your personal data now and will not write to you again. Confirmation code: ${code}`,
  },
  pt: {
    opt_out: 'Pronto, não escreveremos mais para você. Se mudar de ideia, escreva VOLTAR.',
    opt_in: 'Pronto, você voltará a receber nossas mensagens. Para não receber mais, escreva PARE.',
    data_deletion: (code) =>
      `Recebemos seu pedido: vamos apagar seus dados pessoais agora e não escreveremos mais. Código de confirmação: ${code}`,
  },
  fr: {
    opt_out: 'C’est fait, nous ne vous écrirons plus. Si vous changez d’avis, écrivez START.',
    opt_in: 'C’est fait, vous recevrez à nouveau nos messages. Pour les arrêter, écrivez STOP.',
    data_deletion: (code) =>
      `Nous avons reçu votre demande : vos données personnelles sont effacées maintenant et nous ne vous écrirons plus. Code de confirmation : ${code}`,
  },
  ar: {
    opt_out: 'تم، لن نراسلك بعد الآن. إذا غيّرت رأيك فاكتب: ابدأ',
    opt_in: 'تم، ستصلك رسائلنا من جديد. لإيقافها اكتب: إيقاف',
    data_deletion: (code) => `استلمنا طلبك: سنحذف بياناتك الشخصية الآن ولن نراسلك بعد ذلك. رمز التأكيد: ${code}`,
  },
};

/** The texts of a locale such as `es-CL`; English for a language that we do not speak. */
export function wishTextsFor(locale: string): WishTexts {
  return TEXTS[locale.slice(0, 2).toLowerCase()] ?? (TEXTS['en'] as WishTexts);
}
