import { type ReactNode, useId } from 'react';
import { classNames } from '../../ui/class-names.ts';

/** One of the three parts of the control room; below the desktop width only the chosen one is there to see. */
export function Module({
  title,
  count,
  aside,
  isShown,
  children,
}: {
  readonly title: string;
  readonly count?: ReactNode;
  readonly aside?: ReactNode;
  readonly isShown: boolean;
  readonly children: ReactNode;
}) {
  const titleId = useId();
  return (
    <article
      aria-labelledby={titleId}
      className={classNames(
        'min-h-0 min-w-0 flex-col overflow-hidden rounded-xl bg-panel ring-1 ring-line ring-inset lg:flex',
        isShown ? 'flex' : 'hidden',
      )}
    >
      <div className="flex min-h-12 shrink-0 items-center justify-between gap-3 border-b border-line px-4">
        <h2 id={titleId} className="shrink-0 font-semibold">
          {title}
          {count !== undefined && <span className="figures ms-2 font-normal text-faint">{count}</span>}
        </h2>
        {aside}
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-labelledby={titleId}
        className="min-h-0 grow overflow-y-auto overscroll-contain -outline-offset-2"
      >
        {children}
      </section>
    </article>
  );
}
