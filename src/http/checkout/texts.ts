/** The words of the checkout page. */
export type CheckoutTexts = {
  readonly title: string;
  /** `minutes` with its unit, such as "27 minutes". */
  readonly heldFor: (minutes: string) => string;
  readonly total: string;
  readonly payWith: string;
  readonly noGateway: string;
  readonly safe: string;
  readonly paid: string;
  readonly paidNote: string;
  readonly waiting: string;
  readonly rejected: string;
  readonly ended: string;
  readonly endedNote: string;
  readonly refunded: string;
  readonly missing: string;
  readonly failed: string;
  readonly away: string;
};

export const CHECKOUT_TEXTS: Readonly<Record<string, CheckoutTexts>> = {
  es: {
    title: 'Tu pedido',
    heldFor: (minutes) => `Apartado para ti por ${minutes} más`,
    total: 'Total',
    payWith: 'Pagar con Mercado Pago',
    noGateway: 'La tienda aún no ha activado los pagos. Escríbele por mensaje.',
    safe: 'Pagas en la página segura de Mercado Pago. Aquí no se guardan datos de tarjetas.',
    paid: '¡Pago recibido!',
    paidNote: 'Gracias por tu compra. La tienda te contará cómo sigue la entrega.',
    waiting: 'Estamos esperando la confirmación del pago. Esta página se actualiza sola.',
    rejected: 'El pago anterior no se aprobó. Puedes intentarlo otra vez.',
    ended: 'El tiempo para pagar terminó',
    endedNote: 'El stock volvió a la tienda. Comenta otra vez en el Live para apartarlo de nuevo.',
    refunded: 'Te devolvimos el dinero de este pedido.',
    missing: 'Este enlace no existe. Revisa el mensaje de la tienda.',
    failed: 'La pasarela de pago no respondió. No se cobró nada; inténtalo en un momento.',
    away: 'Mercado Pago no responde en este momento. No se cobró nada y tu pedido sigue apartado; inténtalo de nuevo en unos segundos.',
  },
  en: {
    title: 'Your order',
    heldFor: (minutes) => `On hold for you for ${minutes} more`,
    total: 'Total',
    payWith: 'Pay with Mercado Pago',
    noGateway: 'The store has not switched on payments yet. Send it a message.',
    safe: 'You pay on the secure page of Mercado Pago. No card data is kept here.',
    paid: 'Payment received!',
    paidNote: 'Thank you. The store will tell you about the delivery.',
    waiting: 'We are waiting for the payment to be confirmed. This page refreshes by itself.',
    rejected: 'The last payment was not approved. You can try again.',
    ended: 'The time to pay is over',
    endedNote: 'The stock went back to the store. Comment again in the Live to hold it once more.',
    refunded: 'The money for this order was returned to you.',
    missing: 'There is no such link. Look at the message of the store again.',
    failed: 'The payment service did not answer. Nothing was charged; try again in a moment.',
    away: 'Mercado Pago does not answer right now. Nothing was charged and your order stays on hold; try again in a few seconds.',
  },
  pt: {
    title: 'Seu pedido',
    heldFor: (minutes) => `Separado para você por mais ${minutes}`,
    total: 'Total',
    payWith: 'Pagar com Mercado Pago',
    noGateway: 'A loja ainda não ativou os pagamentos. Envie uma mensagem.',
    safe: 'Você paga na página segura do Mercado Pago. Aqui não guardamos dados de cartão.',
    paid: 'Pagamento recebido!',
    paidNote: 'Obrigado pela compra. A loja avisará sobre a entrega.',
    waiting: 'Aguardamos a confirmação do pagamento. Esta página se atualiza sozinha.',
    rejected: 'O pagamento anterior não foi aprovado. Você pode tentar de novo.',
    ended: 'O tempo para pagar acabou',
    endedNote: 'O estoque voltou para a loja. Comente de novo na Live para separar outra vez.',
    refunded: 'Devolvemos o dinheiro deste pedido.',
    missing: 'Este link não existe. Veja de novo a mensagem da loja.',
    failed: 'O serviço de pagamento não respondeu. Nada foi cobrado; tente em instantes.',
    away: 'O Mercado Pago não está respondendo agora. Nada foi cobrado e seu pedido continua reservado; tente de novo em alguns segundos.',
  },
  fr: {
    title: 'Votre commande',
    heldFor: (minutes) => `Mise de côté pour vous encore ${minutes}`,
    total: 'Total',
    payWith: 'Payer avec Mercado Pago',
    noGateway: 'La boutique n’a pas encore activé les paiements. Envoyez-lui un message.',
    safe: 'Vous payez sur la page sécurisée de Mercado Pago. Aucune donnée de carte n’est gardée ici.',
    paid: 'Paiement reçu !',
    paidNote: 'Merci pour votre achat. La boutique vous informera de la livraison.',
    waiting: 'Nous attendons la confirmation du paiement. Cette page se met à jour seule.',
    rejected: 'Le paiement précédent n’a pas été accepté. Vous pouvez réessayer.',
    ended: 'Le temps pour payer est écoulé',
    endedNote: 'Le stock est retourné à la boutique. Commentez encore dans le Live pour le réserver.',
    refunded: 'L’argent de cette commande vous a été rendu.',
    missing: 'Ce lien n’existe pas. Regardez encore le message de la boutique.',
    failed: 'Le service de paiement n’a pas répondu. Rien n’a été débité ; réessayez dans un instant.',
    away: 'Mercado Pago ne répond pas pour l’instant. Rien n’a été débité et votre commande reste réservée ; réessayez dans quelques secondes.',
  },
  ar: {
    title: 'طلبك',
    heldFor: (minutes) => `محجوز لك، والوقت المتبقي ${minutes}`,
    total: 'المجموع',
    payWith: 'الدفع عبر Mercado Pago',
    noGateway: 'لم يفعّل المتجر الدفع بعد. أرسل له رسالة.',
    safe: 'تدفع في صفحة Mercado Pago الآمنة. لا نحفظ هنا بيانات البطاقات.',
    paid: 'تم استلام الدفع!',
    paidNote: 'شكراً لك. سيخبرك المتجر بموعد التسليم.',
    waiting: 'ننتظر تأكيد الدفع. تتحدث هذه الصفحة تلقائياً.',
    rejected: 'لم تتم الموافقة على الدفع السابق. يمكنك المحاولة مرة أخرى.',
    ended: 'انتهى وقت الدفع',
    endedNote: 'عاد المخزون إلى المتجر. علّق مجدداً في البث لحجزه مرة أخرى.',
    refunded: 'أعدنا إليك مبلغ هذا الطلب.',
    missing: 'هذا الرابط غير موجود. راجع رسالة المتجر.',
    failed: 'لم تستجب خدمة الدفع. لم يُخصم شيء؛ حاول بعد قليل.',
    away: 'لا يستجيب Mercado Pago الآن. لم يُخصم أي مبلغ وطلبك ما زال محجوزاً؛ حاول مرة أخرى بعد ثوانٍ.',
  },
};

/** The page's language: what the buyer chose, else the browser's, else the store's, else English. */
export function pickLanguage(wishes: readonly (string | null | undefined)[]): string {
  for (const wish of wishes) {
    for (const tag of (wish ?? '').split(',')) {
      const language = tag.trim().slice(0, 2).toLowerCase();
      if (CHECKOUT_TEXTS[language]) return language;
    }
  }
  return 'en';
}
