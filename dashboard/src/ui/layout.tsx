import type { HTMLAttributes, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** The title of a page with what can be done on it. */
export function PageHeader({
  title,
  children,
  above,
}: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly above?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        {above && <div className="mb-1 text-xs text-muted">{above}</div>}
        <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </header>
  );
}

export function Panel({ className, ...rest }: HTMLAttributes<HTMLElement>) {
  return <section {...rest} className={classNames('rounded-xl bg-panel ring-1 ring-line ring-inset', className)} />;
}

export function PanelTitle({ children, aside }: { readonly children: ReactNode; readonly aside?: ReactNode }) {
  return (
    <div className="flex min-h-12 items-center justify-between gap-3 border-b border-line px-4 py-2">
      <h2 className="font-semibold">{children}</h2>
      {aside}
    </div>
  );
}

/** A panel under its title. */
export function Section({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Panel>
      <PanelTitle aside={aside}>{title}</PanelTitle>
      <div className="p-4">{children}</div>
    </Panel>
  );
}

/** One number with what it counts. */
export function Figure({
  label,
  value,
  tone,
  note,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly tone?: 'paid' | undefined;
  readonly note?: ReactNode;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-1 rounded-xl bg-panel p-4 ring-1 ring-line ring-inset">
      <dt className="truncate text-xs text-muted">{label}</dt>
      <dd
        className={classNames('figures truncate text-2xl font-semibold tracking-tight', tone === 'paid' && 'text-paid')}
      >
        {value}
      </dd>
      {note && <dd className="text-xs text-pretty text-faint">{note}</dd>}
    </div>
  );
}

/** Pairs of name and value, one below the other on a phone. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="mt-0.5 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
