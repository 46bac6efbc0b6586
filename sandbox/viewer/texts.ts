import type { Context } from 'hono';

/** The words of the viewer page. `script` are those that the page's script shows. */
export const TEXTS = {
  es: {
    lives: 'Lives del simulador',
    livesHint: 'Entra a un live y comenta como cualquier comprador. Todo pasa en esta máquina.',
    openPage: 'Otra página',
    pageId: 'Id de la página',
    open: 'Abrir',
    watch: 'Ver el live',
    history: 'Llamadas recibidas',
    mails: 'Correos enviados',
    noMails: 'Aún no ha salido ningún correo.',
    live: 'EN VIVO',
    commentAs: 'Comentas como',
    comment: 'Tu comentario',
    commentHint: 'Escribe un comentario…',
    send: 'Enviar',
    comments: 'Comentarios del live',
    chat: 'Mensajes privados',
    chatWith: 'Chat con',
    message: 'Tu mensaje privado',
    messageHint: 'Escribe a la tienda…',
    tabLive: 'Live',
    tabChat: 'Mensajes',
    script: {
      noComments: 'Aún no hay comentarios. Escribe el primero, por ejemplo “quiero 2 de la negra M”.',
      noMessages: 'Cuando la tienda te escriba por privado, lo verás aquí.',
      notDelivered: 'El servidor no lo recibió. ¿Está corriendo?',
      anonymous: 'Alguien',
      people: (count: string) => `${count} personas`,
    },
  },
  en: {
    lives: 'Lives of the sandbox',
    livesHint: 'Enter a live and comment as any buyer. All of it happens on this machine.',
    openPage: 'Another Page',
    pageId: 'Page id',
    open: 'Open',
    watch: 'Watch the live',
    history: 'Calls received',
    mails: 'Mails sent',
    noMails: 'No mail has left yet.',
    live: 'LIVE',
    commentAs: 'You comment as',
    comment: 'Your comment',
    commentHint: 'Write a comment…',
    send: 'Send',
    comments: 'Comments of the live',
    chat: 'Private messages',
    chatWith: 'Chat with',
    message: 'Your private message',
    messageHint: 'Write to the shop…',
    tabLive: 'Live',
    tabChat: 'Messages',
    script: {
      noComments: 'No comments yet. Write the first, such as “I want 2 of the black M”.',
      noMessages: 'When the shop writes to you in private, it shows here.',
      notDelivered: 'The server did not take it. Is it running?',
      anonymous: 'Somebody',
      people: (count: string) => `${count} people`,
    },
  },
} as const;

export type Language = keyof typeof TEXTS;

/** Spanish when the browser asks for it first, else English. */
export function languageOf(c: Context): Language {
  const first = c.req.header('accept-language')?.split(',')[0]?.trim().slice(0, 2).toLowerCase();
  return first === 'es' ? 'es' : 'en';
}
