import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

type FieldProps = { readonly label: string; readonly hint?: string | undefined; readonly problem?: string | undefined };
type Control = {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
  readonly className: string;
};

const CONTROL =
  'w-full rounded-lg bg-raised px-3 text-ink ring-1 ring-inset ring-line transition-shadow placeholder:text-faint hover:ring-line-strong focus:outline-2 focus:outline-primary-soft';

function Field({
  label,
  hint,
  problem,
  children,
}: FieldProps & { readonly children: (control: Control) => ReactNode }) {
  const id = useId();
  const note = problem ?? hint;
  const noteId = `${id}-note`;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      {children({
        id,
        className: classNames(CONTROL, problem && 'ring-bad'),
        ...(note && { 'aria-describedby': noteId }),
        ...(problem && { 'aria-invalid': true as const }),
      })}
      {note && (
        <p id={noteId} className={classNames('text-xs', problem ? 'text-bad' : 'text-faint')}>
          {note}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, hint, problem, ...rest }: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {({ className, ...control }) => <input {...rest} {...control} className={classNames(className, 'h-10')} />}
    </Field>
  );
}

export function TextArea({ label, hint, problem, ...rest }: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {({ className, ...control }) => (
        <textarea {...rest} {...control} className={classNames(className, 'py-2 leading-5')} />
      )}
    </Field>
  );
}

export type Option = { readonly value: string; readonly label: string };

export function SelectField({
  label,
  hint,
  problem,
  options,
  ...rest
}: FieldProps & SelectHTMLAttributes<HTMLSelectElement> & { readonly options: readonly Option[] }) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {({ className, ...control }) => (
        <span className="relative">
          <select {...rest} {...control} className={classNames(className, 'h-10 appearance-none pe-9')}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <span className="pointer-events-none absolute inset-y-0 end-3 flex items-center text-faint">
            <Icon name="chevron" className="size-4 rotate-90" />
          </span>
        </span>
      )}
    </Field>
  );
}

/** A search box with its own landmark; its label is for screen readers. */
export function SearchField({
  label,
  value,
  onValue,
  className,
}: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly className?: string;
}) {
  return (
    <search className={classNames('relative', className)}>
      <span className="pointer-events-none absolute inset-y-0 start-3 flex items-center text-faint">
        <Icon name="search" />
      </span>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        className={classNames(CONTROL, 'h-9 ps-9')}
      />
    </search>
  );
}

/** What a form could not do, announced as soon as it is there. */
export function FormProblem({ children }: { readonly children: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className="flex items-start gap-2 rounded-lg bg-bad/10 px-3 py-2 text-bad">
      <Icon name="alert" className="mt-0.5 size-4" />
      <span className="min-w-0 wrap-break-word">{children}</span>
    </p>
  );
}
