import { useTranslation } from 'react-i18next';
import { graphql } from '../../generated/gql.ts';
import { act } from '../../lib/api/act.ts';
import type { CurrentStore } from '../../lib/session.tsx';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextArea } from '../../ui/fields.tsx';

const CONFIGURE_ANSWERS = graphql(`
  mutation ConfigureAnswers($input: ConfigureAnswersInput!) {
    configureAnswers(input: $input) {
      __typename
      ... on ConfigureAnswersSuccess { data { id answersQuestions asksBack shippingNote } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);

/** Whether the bot answers questions from the catalogue and asks back, and what it says about shipping. */
export function AnswersForm({ store, onSaved }: { readonly store: CurrentStore; readonly onSaved: () => void }) {
  const { t } = useTranslation();
  const form = useSubmit((values) => {
    const shippingNote = textOf(values, 'shippingNote').trim() || null;
    const answersQuestions = values.has('answersQuestions');
    const asksBack = values.has('asksBack');
    return act(CONFIGURE_ANSWERS, { input: { storeId: store.id, answersQuestions, asksBack, shippingNote } });
  }, onSaved);
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <label className="flex items-center gap-3">
        <input type="checkbox" name="answersQuestions" defaultChecked={store.answersQuestions} className="size-5" />
        {t('answers.isOn')}
      </label>
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          name="asksBack"
          defaultChecked={store.asksBack}
          aria-describedby="asks-back-hint"
          className="mt-0.5 size-5 shrink-0"
        />
        <span>
          {t('answers.asksBack')}
          <span id="asks-back-hint" className="mt-1 block text-xs text-pretty text-muted">
            {t('answers.asksBackHint')}
          </span>
        </span>
      </label>
      <TextArea
        label={t('answers.shippingNote')}
        hint={t('answers.shippingHint')}
        name="shippingNote"
        maxLength={300}
        rows={2}
        defaultValue={store.shippingNote ?? ''}
        problem={form.problemOf('shippingNote')}
      />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" isBusy={form.isBusy} className="self-start">
        {t('action.save')}
      </Button>
    </form>
  );
}
