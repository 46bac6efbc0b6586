import { useEffect, useState } from 'react';

const TYPING_PAUSE_MS = 200;

/** The value once it has stood still for a moment: a search asks the server when typing pauses, not per letter. */
export function useDebounced<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
