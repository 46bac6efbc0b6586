import { useTranslation } from 'react-i18next';
import { explainRule } from './explain-rule.ts';

/** Which rule or model decided, in plain words. */
export function RuleSentence({ decidedBy }: { readonly decidedBy: string }) {
  const { t } = useTranslation();
  const { sentence, model, fallback } = explainRule(decidedBy);
  return (
    <>
      {fallback && `${t(`decision.fallback.${fallback}`)} `}
      {t(`decision.rule.${sentence}`, { model: isolate(model ?? '') })}
    </>
  );
}

// First strong isolate … pop: a Latin name keeps its order within an Arabic sentence.
const isolate = (text: string) => `\u2068${text}\u2069`;
