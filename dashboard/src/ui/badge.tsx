import type { HTMLAttributes } from 'react';
import { classNames } from './class-names.ts';

const TONES = {
  neutral: 'bg-white/6 text-muted',
  primary: 'bg-primary/18 text-primary-soft',
  paid: 'bg-paid/12 text-paid',
  warn: 'bg-warn/12 text-warn',
  bad: 'bg-bad/12 text-bad',
} as const;

export type Tone = keyof typeof TONES;

export function Badge({
  tone = 'neutral',
  className,
  ...rest
}: HTMLAttributes<HTMLSpanElement> & { readonly tone?: Tone }) {
  return (
    <span
      {...rest}
      className={classNames(
        'inline-flex items-center gap-1 rounded-md px-1.5 py-0.5 text-2xs font-medium whitespace-nowrap',
        TONES[tone],
        className,
      )}
    />
  );
}
