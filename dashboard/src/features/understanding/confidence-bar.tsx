import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/format.ts';
import { classNames } from '../../ui/class-names.ts';

const SURE = 0.8;
const UNSURE = 0.5;

/** How sure the engine was: a bar and the number. */
export function ConfidenceBar({ confidence }: { readonly confidence: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const color = confidence >= SURE ? 'bg-primary-soft' : confidence >= UNSURE ? 'bg-warn' : 'bg-bad';
  return (
    <span className="inline-flex items-center gap-1.5 text-2xs text-faint" title={t('decision.confidence')}>
      <span className="sr-only">{t('decision.confidence')}</span>
      <span aria-hidden="true" className="h-1.5 w-14 overflow-hidden rounded-full bg-white/8">
        <span
          className={classNames('block h-full rounded-full', color)}
          style={{ inlineSize: `${Math.round(confidence * 100)}%` }}
        />
      </span>
      <span className="figures">{format.percent(confidence)}</span>
    </span>
  );
}
