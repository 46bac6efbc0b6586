import { useCallback, useEffect, useState } from 'react';

/** What one call answered: undefined until it did. `ask` stays the same function; it answers null when it failed. */
export function useAnswer<Answer>(ask: () => Promise<Answer | null>) {
  const [answer, setAnswer] = useState<Answer | null>();
  const reload = useCallback(() => void ask().then(setAnswer), [ask]);
  useEffect(reload, [reload]);
  return { answer: answer ?? undefined, isFailed: answer === null, reload };
}
