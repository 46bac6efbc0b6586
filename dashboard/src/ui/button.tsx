import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

const LOOKS = {
  primary: 'bg-primary text-white hover:bg-primary-strong',
  plain: 'bg-raised text-ink ring-1 ring-inset ring-line hover:bg-line',
  quiet: 'text-muted hover:bg-raised hover:text-ink',
  danger: 'bg-bad/10 text-bad ring-1 ring-inset ring-bad/30 hover:bg-bad/20',
} as const;

const SIZES = { small: 'h-8 px-2.5 text-xs', normal: 'h-9 px-3.5', large: 'h-11 px-5 text-base' } as const;

export type ButtonLook = { readonly look?: keyof typeof LOOKS; readonly size?: keyof typeof SIZES };

/** The classes of a button, for links that look like one. */
export const buttonClasses = ({ look = 'plain', size = 'normal' }: ButtonLook = {}): string =>
  classNames(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors',
    'disabled:pointer-events-none disabled:opacity-50',
    LOOKS[look],
    SIZES[size],
  );

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  ButtonLook & { readonly icon?: IconName; readonly isBusy?: boolean };

export function Button({ look, size, icon, isBusy = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={isBusy || undefined}
      disabled={disabled || isBusy}
      className={classNames(buttonClasses({ ...(look && { look }), ...(size && { size }) }), className)}
    >
      {isBusy ? <Spinner /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-4 animate-spin rounded-full border-2 border-current border-e-transparent"
    />
  );
}

type IconButtonProps = Omit<ButtonProps, 'icon' | 'children'> & { readonly icon: IconName; readonly label: string };

/** A button with a drawing only; `label` is its name for screen readers and its hint. */
export function IconButton({
  icon,
  label,
  look = 'quiet',
  className,
  size: _size,
  isBusy: _isBusy,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-lg transition-colors disabled:pointer-events-none disabled:opacity-40',
        LOOKS[look],
        className,
      )}
    >
      <Icon name={icon} />
    </button>
  );
}
