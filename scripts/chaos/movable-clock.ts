/**
 * Loaded before everything else in a process under test: SIGUSR2 moves its clock, to 40 minutes ahead, then 40 minutes
 * behind, then back. What the database's clock decides must not care.
 */
const OFFSETS_MS = [40 * 60_000, -40 * 60_000, 0];
const RealDate = Date;
let offsetMs = 0;
let turn = 0;

class MovedDate extends RealDate {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [MovedDate.now()] : given) as [number]));
  }
  static override now(): number {
    return RealDate.now() + offsetMs;
  }
}
globalThis.Date = MovedDate as DateConstructor;

process.on('SIGUSR2', () => {
  offsetMs = OFFSETS_MS[turn % OFFSETS_MS.length] ?? 0;
  turn += 1;
});
