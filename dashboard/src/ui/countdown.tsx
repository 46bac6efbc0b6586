import { formatCountdown, useNow } from '../lib/clock.ts';
import { classNames } from './class-names.ts';

const HURRY_MS = 5 * 60_000;

/** The time left until an instant; nothing once it has passed. */
export function Countdown({ until, label }: { readonly until: string; readonly label: string }) {
  const now = useNow();
  const left = formatCountdown(until, now);
  if (!left) return null;
  const isUrgent = Date.parse(until) - now < HURRY_MS;
  return (
    <span className={classNames('figures text-2xs', isUrgent ? 'text-warn' : 'text-muted')}>
      <span className="sr-only">{label} </span>
      <bdi>{left}</bdi>
    </span>
  );
}
