/** One measurement beside its baseline from the same run. `better`: which way is good. `target` bounds `ratio`, or `ours`. */
export type BenchRow = {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly baseline?: number;
  readonly ratio?: number;
  readonly target: string;
  readonly isMet: boolean;
};

/** A row judged by ours ÷ baseline. */
export function ratioRow(input: {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly baseline: number;
  readonly atLeast: number;
}): BenchRow {
  const ratio = input.ours / input.baseline;
  const { name, unit, ours, baseline } = input;
  return { name, unit, ours, baseline, ratio, target: `≥ ${input.atLeast} ×`, isMet: ratio >= input.atLeast };
}

/** A row judged by a ceiling of its own, such as a latency. */
export function ceilingRow(input: {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly atMost: number;
}): BenchRow {
  const { name, unit, ours } = input;
  return { name, unit, ours, target: `≤ ${input.atMost}`, isMet: ours <= input.atMost };
}
