export type FrameTimers = {
  readonly nextFrame: (run: () => void) => void;
  readonly later: (run: () => void, ms: number) => void;
};

const HIDDEN_TAB_MS = 250;

const browserTimers: FrameTimers = {
  nextFrame: (run) => void requestAnimationFrame(run),
  later: (run, ms) => void setTimeout(run, ms),
};

/** Gathers items and hands them over once per frame. A hidden tab draws no frames, so a timer stands behind it. */
export function batchFrames<Item>(
  flush: (items: readonly Item[]) => void,
  timers: FrameTimers = browserTimers,
): (item: Item) => void {
  let waiting: Item[] = [];
  const run = () => {
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    flush(items);
  };
  return (item) => {
    waiting.push(item);
    if (waiting.length > 1) return;
    timers.nextFrame(run);
    timers.later(run, HIDDEN_TAB_MS);
  };
}
