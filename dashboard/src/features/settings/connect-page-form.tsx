import { useTranslation } from 'react-i18next';
import { graphql } from '../../generated/gql.ts';
import { act } from '../../lib/api/act.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextField } from '../../ui/fields.tsx';

const CONNECT_PAGE = graphql(`
  mutation ConnectPage($input: ConnectPageInput!) {
    connectPage(input: $input) {
      __typename
      ... on ConnectPageSuccess { data { id fbPageId } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);

type ConnectPageFormProps = {
  readonly storeId: string;
  readonly fbPageId: string | null;
  readonly onConnected: () => void;
};

/** Ties the store to its Facebook Page. The token is sealed on the server and never shown again. */
export function ConnectPageForm({ storeId, fbPageId, onConnected }: ConnectPageFormProps) {
  const { t } = useTranslation();
  const form = useSubmit(
    (values) =>
      act(CONNECT_PAGE, {
        input: { storeId, fbPageId: textOf(values, 'fbPageId'), pageAccessToken: textOf(values, 'pageAccessToken') },
      }),
    (_store, element) => {
      element.reset();
      onConnected();
    },
  );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <TextField
        label={t('settings.pageId')}
        name="fbPageId"
        required
        inputMode="numeric"
        dir="ltr"
        defaultValue={fbPageId ?? ''}
        problem={form.problemOf('fbPageId')}
      />
      <TextField
        label={t('settings.pageToken')}
        hint={t('settings.secretHint')}
        name="pageAccessToken"
        type="password"
        autoComplete="off"
        required
        dir="ltr"
        problem={form.problemOf('pageAccessToken')}
      />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" isBusy={form.isBusy} className="self-start">
        {t('settings.connect')}
      </Button>
    </form>
  );
}
