import { useTranslation } from 'react-i18next';
import { graphql } from '../../generated/gql.ts';
import { act } from '../../lib/api/act.ts';
import { textOf, useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { FormProblem, TextField } from '../../ui/fields.tsx';

const START_LIVE = graphql(`
  mutation StartLive($input: StartLiveInput!) {
    startLive(input: $input) {
      __typename
      ... on StartLiveSuccess { data { id } }
      ... on DomainError { message }
      ... on ValidationError { fields { path message } }
    }
  }
`);

/** Starts a live of the store; its comments then count as claims. */
export function StartLiveForm({
  storeId,
  onStarted,
}: {
  readonly storeId: string;
  readonly onStarted: (liveEventId: string) => void;
}) {
  const { t } = useTranslation();
  const form = useSubmit(
    (values) => {
      const fbLiveId = textOf(values, 'fbLiveId');
      return act(START_LIVE, { input: { storeId, title: textOf(values, 'title'), ...(fbLiveId && { fbLiveId }) } });
    },
    (live) => onStarted(live.id),
  );
  return (
    <form onSubmit={form.submit} className="flex flex-col gap-4">
      <TextField
        label={t('lives.titleField')}
        name="title"
        required
        maxLength={200}
        data-testid="live-title-input"
        placeholder={t('lives.titleExample')}
        problem={form.problemOf('title')}
      />
      <details className="group">
        <summary className="cursor-pointer rounded text-xs text-muted hover:text-ink">{t('lives.more')}</summary>
        <div className="mt-3">
          <TextField
            label={t('lives.fbLiveId')}
            name="fbLiveId"
            hint={t('lives.fbLiveIdHint')}
            inputMode="numeric"
            dir="ltr"
            problem={form.problemOf('fbLiveId')}
          />
        </div>
      </details>
      <FormProblem>{form.problem}</FormProblem>
      <Button
        type="submit"
        look="primary"
        icon="live"
        isBusy={form.isBusy}
        data-testid="start-live"
        className="self-start"
      >
        {t('lives.start')}
      </Button>
    </form>
  );
}
