import { writeFileSync } from 'node:fs';
import { type Machine, SAGA } from '../src/domain/sales/saga.ts';

const HEAD = `# The saga of a sale

Printed from [\`domain/sales/saga.ts\`](../src/domain/sales/saga.ts) by \`npm run saga\`; a move that is not listed is refused.
[JOURNEY](JOURNEY.md) tells the story.

## When a step fails or expires

- **Hold without a link**: the step that writes the messages is tried again until it is done; a cart whose message never goes out still ends at its time.
- **Link without a message**: messages are rows before they are calls. What Redis loses is handed over again from the rows; what was lost on the way to Facebook is never sent twice.
- **Message refused**: the hold stays until its time is over, the seller sees the refusal with its reason on the live board and may copy the link by hand. For a buyer whom the line reached the clock starts with the refusal.
- **Payment after the end**: the units are taken again if all are free, else the money goes back by itself.
`;

/** docs/SAGA.md. */
export function printSaga(): string {
  const machines: readonly Machine<string>[] = Object.values(SAGA);
  return [HEAD, ...machines.map(printMachine)].join('\n');
}

function printMachine({ what, states, moves }: Machine<string>): string {
  const rows = moves.map((move) => `| \`${move.from}\` | ${move.on} | \`${move.to}\` | ${move.undo} |`);
  const ends = states.filter((state) => !moves.some((move) => move.from === state)).map((state) => `\`${state}\``);
  const head = `## ${what.charAt(0).toUpperCase()}${what.slice(1)}\n\n| state | on | next | undo |\n| --- | --- | --- | --- |`;
  return `${head}\n${rows.join('\n')}\n\nEnds: ${ends.join(', ')}.\n`;
}

if (import.meta.main) writeFileSync('docs/SAGA.md', printSaga());
