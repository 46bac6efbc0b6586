import { classNames } from './class-names.ts';

/** A row of small toggles of which one is on. */
export function FilterChips<Value extends string>({
  label,
  chips,
  value,
  onValue,
}: {
  readonly label: string;
  readonly chips: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onValue: (value: Value) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a frame that nothing here needs
    <div role="group" aria-label={label} className="-me-2 flex min-w-0 gap-0.5 overflow-x-auto p-0.5">
      {chips.map((chip) => (
        <button
          key={chip.value}
          type="button"
          aria-pressed={chip.value === value}
          onClick={() => onValue(chip.value)}
          className={classNames(
            'h-7 shrink-0 rounded-md px-2 text-xs whitespace-nowrap transition-colors',
            chip.value === value ? 'bg-raised text-ink' : 'text-muted hover:text-ink',
          )}
        >
          {chip.label}
        </button>
      ))}
    </div>
  );
}
