import { useTranslation } from 'react-i18next';
import { graphql } from '../../generated/gql.ts';
import { act } from '../../lib/api/act.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextField } from '../../ui/fields.tsx';

const CONFIGURE_PAYMENT = graphql(`
  mutation ConfigurePayment($input: ConfigurePaymentInput!) {
    configurePayment(input: $input) {
      __typename
      ... on ConfigurePaymentSuccess { data { id } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);

/** The store's own Mercado Pago account. The token is sealed on the server and never shown again. */
export function PaymentForm({
  storeId,
  onConfigured,
}: {
  readonly storeId: string;
  readonly onConfigured: () => void;
}) {
  const { t } = useTranslation();
  const form = useSubmit(
    (values) =>
      act(CONFIGURE_PAYMENT, {
        input: { storeId, gateway: 'MERCADO_PAGO', accessToken: textOf(values, 'accessToken') },
      }),
    (_store, element) => {
      element.reset();
      onConfigured();
    },
  );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <TextField
        label={t('settings.paymentToken')}
        hint={t('settings.secretHint')}
        name="accessToken"
        type="password"
        autoComplete="off"
        required
        dir="ltr"
        problem={form.problemOf('accessToken')}
      />
      <FormProblem>{form.problem}</FormProblem>
      <Button type="submit" look="primary" isBusy={form.isBusy} className="self-start">
        {t('action.save')}
      </Button>
    </form>
  );
}
