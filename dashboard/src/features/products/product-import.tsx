import { type ChangeEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act, type FieldProblem } from '../../lib/api/act.ts';
import { useFormat } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextArea } from '../../ui/fields.tsx';
import { buildProductInputs, type ImportProblem } from './build-product-inputs.ts';
import { IMPORT_PRODUCTS } from './documents.ts';

const EXAMPLE = 'sku,name,price,stock,color,size,code\nRED-M,Polera roja,9990,10,rojo,M,A1';
const MOST_PROBLEMS = 20;

type ProductImportProps = {
  readonly storeId: string;
  readonly currency: string;
  readonly onImported: (count: number) => void;
};

/** Products from a pasted or chosen CSV; nothing is sent while a line has a problem. */
export function ProductImport({ storeId, currency, onImported }: ProductImportProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState('');
  const [refused, setRefused] = useState<readonly FieldProblem[]>([]);
  const [isBusy, setBusy] = useState(false);
  const { products, problems } = buildProductInputs(text, currency);

  const change = (next: string) => {
    setText(next);
    setRefusal('');
    setRefused([]);
  };
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file) change(await file.text());
  };
  const send = async () => {
    setBusy(true);
    const outcome = await act(IMPORT_PRODUCTS, { input: { storeId, products: [...products] } });
    setBusy(false);
    if (outcome.ok) return onImported(products.length);
    setRefusal(outcome.message || t('state.failedHint'));
    setRefused(outcome.fields);
  };

  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">{t('products.importHint')}</p>
      <label className="flex flex-col gap-1.5">
        <span className="text-xs font-medium text-muted">{t('products.csvFile')}</span>
        <input
          type="file"
          accept=".csv,text/csv,text/plain"
          onChange={choose}
          className="rounded-lg text-muted file:me-3 file:h-9 file:cursor-pointer file:rounded-lg file:border-0 file:bg-raised file:px-3.5 file:font-medium file:text-ink"
        />
      </label>
      <TextArea
        label={t('products.csvText')}
        rows={8}
        dir="ltr"
        spellCheck={false}
        placeholder={EXAMPLE}
        value={text}
        onChange={(event) => change(event.target.value)}
        className="font-mono text-xs"
      />
      <Problems problems={problems} />
      <FormProblem>{refusal}</FormProblem>
      {refused.length > 0 && (
        <ul className="list-disc ps-5 text-xs text-bad">
          {refused.slice(0, MOST_PROBLEMS).map((problem) => (
            <li key={`${problem.path}${problem.message}`}>
              <bdi>{problem.path}</bdi>: {problem.message}
            </li>
          ))}
        </ul>
      )}
      <div className="flex items-center justify-end gap-3">
        <span className="text-muted">
          {t('products.found')}: <span className="figures text-ink">{format.count(products.length)}</span>
        </span>
        <Button look="primary" isBusy={isBusy} disabled={products.length === 0} onClick={send}>
          {t('products.import')}
        </Button>
      </div>
    </div>
  );
}

function Problems({ problems }: { readonly problems: readonly ImportProblem[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (problems.length === 0) return null;
  return (
    <ul role="alert" className="flex list-disc flex-col gap-1 rounded-lg bg-bad/10 py-2 ps-8 pe-3 text-xs text-bad">
      {problems.slice(0, MOST_PROBLEMS).map((problem) => (
        <li key={`${problem.line} ${problem.field} ${problem.code}`}>
          {t('products.line')} {format.count(problem.line)}
          {problem.field && (
            <>
              , <bdi>{problem.field}</bdi>
            </>
          )}
          : {t(`products.problem.${problem.code}`)}
        </li>
      ))}
      {problems.length > MOST_PROBLEMS && <li>+ {format.count(problems.length - MOST_PROBLEMS)}</li>}
    </ul>
  );
}
