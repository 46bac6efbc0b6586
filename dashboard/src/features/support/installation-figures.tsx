import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { useFormat } from '../../lib/format.ts';
import { Figure } from '../../ui/layout.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { INSTALLATION } from './documents.ts';

const FIGURES = ['stores', 'people', 'runningLives', 'commentsOfDay', 'messagesWaiting', 'ordersPaidOfDay'] as const;

/** All stores together, in numbers. */
export function InstallationFigures() {
  const { t } = useTranslation();
  const format = useFormat();
  const [{ data, error }, reload] = useQuery({ query: INSTALLATION, requestPolicy: 'network-only' });
  if (error) return <ErrorState message={error.graphQLErrors[0]?.message} onRetry={reload} />;
  if (!data) return <Skeleton rows={1} className="h-20" />;
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
      {FIGURES.map((name) => (
        <Figure key={name} label={t(`support.figure.${name}`)} value={format.count(data.installation[name])} />
      ))}
    </dl>
  );
}
