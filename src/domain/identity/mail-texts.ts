/** The languages that we write mails in. */
export const MAIL_LANGUAGES = ['es', 'en', 'pt', 'fr', 'ar'] as const;
type Language = (typeof MAIL_LANGUAGES)[number];
type Text = { readonly subject: string; readonly text: string };

type Invitation = { readonly storeName: string; readonly by: string | null; readonly link: string };
type Reset = { readonly link: string };
/** From which address and when something was done to an account. */
type Deed = { readonly address: string; readonly at: string; readonly link: string };

const INVITATION: Readonly<Record<Language, (given: Invitation) => Text>> = {
  es: ({ storeName, by, link }) => ({
    subject: `Te invitaron a ${storeName}`,
    text: `${by ?? 'Alguien'} te invitó a trabajar en la tienda ${storeName}.\n\nAbre este enlace y entra con la dirección a la que llegó este correo:\n${link}\n\nEl enlace vale 7 días y una sola vez. Si no esperabas esta invitación, no hagas nada.`,
  }),
  en: ({ storeName, by, link }) => ({
    subject: `You are invited to ${storeName}`,
    text: `${by ?? 'Somebody'} invited you to work in the store ${storeName}.\n\nOpen this link and sign in with the address that got this mail:\n${link}\n\nThe link works for 7 days and once. If you did not expect it, do nothing.`,
  }),
  pt: ({ storeName, by, link }) => ({
    subject: `Você recebeu um convite para ${storeName}`,
    text: `${by ?? 'Alguém'} convidou você para trabalhar na loja ${storeName}.\n\nAbra este link e entre com o endereço que recebeu este e-mail:\n${link}\n\nO link vale por 7 dias e uma única vez. Se você não esperava este convite, não faça nada.`,
  }),
  fr: ({ storeName, by, link }) => ({
    subject: `Vous êtes invité à rejoindre ${storeName}`,
    text: `${by ?? 'Quelqu’un'} vous invite à travailler dans la boutique ${storeName}.\n\nOuvrez ce lien et connectez-vous avec l’adresse qui a reçu ce message :\n${link}\n\nLe lien est valable 7 jours et une seule fois. Si vous n’attendiez pas cette invitation, ne faites rien.`,
  }),
  ar: ({ storeName, by, link }) => ({
    subject: `دعوة للانضمام إلى ${storeName}`,
    text: `دعاك ${by ?? 'شخص ما'} للعمل في متجر ${storeName}.\n\nافتح هذا الرابط وسجّل الدخول بالعنوان الذي وصلته هذه الرسالة:\n${link}\n\nالرابط صالح لمدة 7 أيام ولمرة واحدة. إن لم تكن تتوقع هذه الدعوة فلا تفعل شيئًا.`,
  }),
};

const LOCKOUT: Readonly<Record<Language, (given: Deed) => Text>> = {
  es: ({ address, at, link }) => ({
    subject: 'Varios intentos fallidos de entrar en tu cuenta',
    text: `Alguien probó varias contraseñas equivocadas en tu cuenta (${at}, desde ${address}). Por un rato la cuenta no acepta nuevos intentos.\n\nSi fuiste tú, espera un momento. Si no, revisa los accesos y activa el segundo factor:\n${link}`,
  }),
  en: ({ address, at, link }) => ({
    subject: 'Several failed tries to sign in to your account',
    text: `Somebody tried several wrong passwords for your account (${at}, from ${address}). For a while the account takes no further tries.\n\nIf it was you, wait a moment. If not, look at the sign-ins and set up a second factor:\n${link}`,
  }),
  pt: ({ address, at, link }) => ({
    subject: 'Várias tentativas malsucedidas de entrar na sua conta',
    text: `Alguém tentou várias senhas erradas na sua conta (${at}, de ${address}). Por um tempo a conta não aceita novas tentativas.\n\nSe foi você, espere um momento. Se não, veja os acessos e ative o segundo fator:\n${link}`,
  }),
  fr: ({ address, at, link }) => ({
    subject: 'Plusieurs tentatives de connexion échouées sur votre compte',
    text: `Quelqu’un a essayé plusieurs mots de passe erronés sur votre compte (${at}, depuis ${address}). Pendant un moment, le compte n’accepte plus de tentatives.\n\nSi c’était vous, patientez un peu. Sinon, vérifiez les connexions et activez le second facteur :\n${link}`,
  }),
  ar: ({ address, at, link }) => ({
    subject: 'محاولات دخول فاشلة إلى حسابك',
    text: `جرّب أحدهم عدة كلمات مرور خاطئة على حسابك (${at}، من ${address}). لن يقبل الحساب محاولات جديدة لبعض الوقت.\n\nإن كنت أنت فانتظر قليلًا. وإلا فراجع عمليات الدخول وفعّل العامل الثاني:\n${link}`,
  }),
};

const RESET: Readonly<Record<Language, (given: Reset) => Text>> = {
  es: ({ link }) => ({
    subject: 'Elige una contraseña nueva',
    text: `Alguien pidió una contraseña nueva para tu cuenta. Si fuiste tú, abre este enlace y elígela:\n${link}\n\nEl enlace vale una hora y una sola vez. Si no fuiste tú, no hagas nada: tu contraseña sigue siendo la misma.`,
  }),
  en: ({ link }) => ({
    subject: 'Choose a new password',
    text: `Somebody asked for a new password for your account. If it was you, open this link and choose it:\n${link}\n\nThe link works for an hour and once. If it was not you, do nothing: your password stays as it is.`,
  }),
  pt: ({ link }) => ({
    subject: 'Escolha uma nova senha',
    text: `Alguém pediu uma nova senha para a sua conta. Se foi você, abra este link e escolha:\n${link}\n\nO link vale por uma hora e uma única vez. Se não foi você, não faça nada: sua senha continua a mesma.`,
  }),
  fr: ({ link }) => ({
    subject: 'Choisissez un nouveau mot de passe',
    text: `Quelqu’un a demandé un nouveau mot de passe pour votre compte. Si c’était vous, ouvrez ce lien et choisissez-le :\n${link}\n\nLe lien est valable une heure et une seule fois. Sinon, ne faites rien : votre mot de passe ne change pas.`,
  }),
  ar: ({ link }) => ({
    subject: 'اختر كلمة مرور جديدة',
    text: `طلب أحدهم كلمة مرور جديدة لحسابك. إن كنت أنت فافتح هذا الرابط واخترها:\n${link}\n\nالرابط صالح لمدة ساعة ولمرة واحدة. إن لم تكن أنت فلا تفعل شيئًا: كلمة مرورك تبقى كما هي.`,
  }),
};

const CHANGED: Readonly<Record<Language, (given: Deed) => Text>> = {
  es: ({ address, at, link }) => ({
    subject: 'Tu contraseña cambió',
    text: `La contraseña de tu cuenta se cambió (${at}, desde ${address}).\n\nSi fuiste tú, no hagas nada. Si no, pide una contraseña nueva en la página de entrada y revisa tus sesiones:\n${link}`,
  }),
  en: ({ address, at, link }) => ({
    subject: 'Your password was changed',
    text: `The password of your account was changed (${at}, from ${address}).\n\nIf it was you, do nothing. If not, ask for a new password where you sign in and look at your sessions:\n${link}`,
  }),
  pt: ({ address, at, link }) => ({
    subject: 'Sua senha foi alterada',
    text: `A senha da sua conta foi alterada (${at}, de ${address}).\n\nSe foi você, não faça nada. Se não, peça uma nova senha na página de entrada e veja suas sessões:\n${link}`,
  }),
  fr: ({ address, at, link }) => ({
    subject: 'Votre mot de passe a été modifié',
    text: `Le mot de passe de votre compte a été modifié (${at}, depuis ${address}).\n\nSi c’était vous, ne faites rien. Sinon, demandez un nouveau mot de passe sur la page de connexion et vérifiez vos sessions :\n${link}`,
  }),
  ar: ({ address, at, link }) => ({
    subject: 'تغيّرت كلمة مرورك',
    text: `تغيّرت كلمة مرور حسابك (${at}، من ${address}).\n\nإن كنت أنت فلا تفعل شيئًا. وإلا فاطلب كلمة مرور جديدة من صفحة الدخول وراجع جلساتك:\n${link}`,
  }),
};

const FACTOR_OFF: Readonly<Record<Language, (given: Deed) => Text>> = {
  es: ({ address, at, link }) => ({
    subject: 'Se desactivó el segundo paso de tu cuenta',
    text: `Tu cuenta ya no pide un código al entrar (${at}, desde ${address}).\n\nSi fuiste tú, no hagas nada. Si no, cambia tu contraseña, cierra las otras sesiones y vuelve a activarlo:\n${link}`,
  }),
  en: ({ address, at, link }) => ({
    subject: 'The second step of your account was switched off',
    text: `Your account no longer asks for a code when you sign in (${at}, from ${address}).\n\nIf it was you, do nothing. If not, change your password, end the other sessions and switch it on again:\n${link}`,
  }),
  pt: ({ address, at, link }) => ({
    subject: 'A segunda etapa da sua conta foi desativada',
    text: `Sua conta não pede mais um código ao entrar (${at}, de ${address}).\n\nSe foi você, não faça nada. Se não, altere sua senha, encerre as outras sessões e ative de novo:\n${link}`,
  }),
  fr: ({ address, at, link }) => ({
    subject: 'La seconde étape de votre compte a été désactivée',
    text: `Votre compte ne demande plus de code à la connexion (${at}, depuis ${address}).\n\nSi c’était vous, ne faites rien. Sinon, changez votre mot de passe, fermez les autres sessions et réactivez-la :\n${link}`,
  }),
  ar: ({ address, at, link }) => ({
    subject: 'أُوقفت الخطوة الثانية في حسابك',
    text: `لم يعد حسابك يطلب رمزًا عند الدخول (${at}، من ${address}).\n\nإن كنت أنت فلا تفعل شيئًا. وإلا فغيّر كلمة مرورك وأنهِ الجلسات الأخرى وفعّلها من جديد:\n${link}`,
  }),
};

type GivenDeed = {
  readonly locale: string;
  readonly address: string;
  readonly at: Date;
  readonly link: string;
};

/** The mail with the link of an invitation, in the language that was chosen when it was written. */
export function invitationMail(given: {
  readonly locale: string;
  readonly storeName: string;
  readonly invitedBy: string | null;
  readonly link: string;
}): Text {
  const { storeName, invitedBy: by, link } = given;
  return INVITATION[languageOf(given.locale)]({ storeName: oneLine(storeName), by: by && oneLine(by), link });
}

/** The alert to the owner of an account that was locked after wrong passwords. */
export const lockoutMail = (given: GivenDeed): Text => LOCKOUT[languageOf(given.locale)](deedOf(given));

/** The notice to the owner of an account whose password was changed. */
export const passwordChangedMail = (given: GivenDeed): Text => CHANGED[languageOf(given.locale)](deedOf(given));

/** The notice to the owner of an account whose second factor was switched off. */
export const factorOffMail = (given: GivenDeed): Text => FACTOR_OFF[languageOf(given.locale)](deedOf(given));

/** The mail with the link to choose a new password. */
export const passwordResetMail = ({ locale, link }: { readonly locale: string; readonly link: string }): Text =>
  RESET[languageOf(locale)]({ link });

function deedOf({ address, at, link }: GivenDeed): Deed {
  return { address, link, at: `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC` };
}

function languageOf(locale: string): Language {
  return MAIL_LANGUAGES.find((language) => locale.toLowerCase().startsWith(language)) ?? 'es';
}

// People choose their names: one that holds an address would turn our mail into theirs.
function oneLine(name: string): string {
  return name
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/https?:\/\/|www\./gi, '')
    .slice(0, 80);
}
