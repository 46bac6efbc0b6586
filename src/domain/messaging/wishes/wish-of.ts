import type { WISHES } from '../../../events/catalog.ts';

export type Wish = (typeof WISHES)[number];

/**
 * What a comment or message demands when it consists of nothing else, in every language of ours. These hold whatever the
 * engine thinks. Written as `bare` leaves them.
 */
const COMMANDS: Readonly<Record<Wish, readonly string[]>> = {
  opt_out: [
    'stop',
    'stop all',
    'stopall',
    'unsubscribe',
    'baja',
    'dar de baja',
    'darme de baja',
    'pare',
    'parar',
    'sair',
    'descadastrar',
    'arret',
    'arreter',
    'desabonnement',
    'ايقاف',
    'توقف',
    'الغاء الاشتراك',
  ],
  opt_in: ['start', 'unstop', 'alta', 'voltar', 'iniciar', 'reprendre', 'commencer', 'ابدا', 'بدء', 'اشتراك'],
  data_deletion: [
    'eliminar mis datos',
    'elimina mis datos',
    'eliminen mis datos',
    'borrar mis datos',
    'borra mis datos',
    'borren mis datos',
    'delete my data',
    'erase my data',
    'excluir meus dados',
    'apagar meus dados',
    'eliminar meus dados',
    'supprimer mes donnees',
    'effacer mes donnees',
    'حذف بياناتي',
    'احذف بياناتي',
    'احذفوا بياناتي',
    'امسح بياناتي',
  ],
};
const BY_COMMAND = new Map(
  Object.entries(COMMANDS).flatMap(([wish, texts]) => texts.map((text) => [text, wish as Wish] as const)),
);
const LONGEST = 40;

/** What the author of a text demands: by an exact command, else by what the engine made of it. */
export function wishOf(text: string, intent: string): Wish | null {
  const commanded = text.length <= LONGEST ? BY_COMMAND.get(bare(text)) : undefined;
  if (commanded) return commanded;
  return intent === 'opt_out' || intent === 'data_deletion' ? intent : null;
}

// Accents, hamza and vowel marks are combining characters once decomposed.
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
