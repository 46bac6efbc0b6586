import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProblem, Outcome } from './api/act.ts';

/**
 * State of a form that ends in a mutation. `submit` takes what the fields and the pressed button hold; a refusal stays in `problem` and
 * `problemOf(field)`. Field paths of the server may be nested: their last part is the name of the field.
 */
export function useSubmit<Data>(
  send: (values: FormData) => Promise<Outcome<Data>>,
  onDone: (data: Data, form: HTMLFormElement) => void,
) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [fields, setFields] = useState<readonly FieldProblem[]>([]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setProblem('');
    setFields([]);
    const outcome = await send(new FormData(form, (event.nativeEvent as SubmitEvent).submitter));
    setBusy(false);
    if (outcome.ok) return onDone(outcome.data, form);
    setProblem(outcome.message || t('state.failedHint'));
    setFields(outcome.fields);
  };
  const problemOf = (name: string) => fields.find(({ path }) => path.split('.').at(-1) === name)?.message;
  return { isBusy, problem, submit, problemOf };
}

/** The trimmed text of a field, or an empty string. */
export const textOf = (values: FormData, name: string): string => String(values.get(name) ?? '').trim();
