import { useTranslation } from 'react-i18next';
import type { Intent } from '../../generated/graphql.ts';
import { useFormat } from '../../lib/format.ts';
import { Badge, type Tone } from '../badge.tsx';

const TONES: Readonly<Record<Intent, Tone>> = {
  PURCHASE: 'primary',
  QUESTION: 'warn',
  GREETING: 'neutral',
  CANCEL: 'bad',
  CHANGE: 'warn',
  COMPLAINT: 'bad',
  SPAM: 'neutral',
  OPT_OUT: 'bad',
  DATA_DELETION: 'bad',
  OTHER: 'neutral',
  ABSTAIN: 'neutral',
};

/** What a comment was understood to mean, and how sure the engine was. */
export function IntentTag({ intent, confidence }: { readonly intent: Intent; readonly confidence: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Badge tone={TONES[intent]} data-testid="intent-tag" data-intent={intent}>
      {t(`intent.${intent}`)}
      {confidence !== null && intent !== 'ABSTAIN' && (
        <span className="figures opacity-70">{format.percent(confidence)}</span>
      )}
    </Badge>
  );
}
