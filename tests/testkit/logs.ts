let lines: string[] = [];

const isAsked = process.env['LOG_LEVEL'] !== undefined;

/** Where the processes of a test log: kept, and printed when the test fails; with LOG_LEVEL in the environment, at once. */
export const testLog = {
  write(line: string): void {
    lines.push(line);
    if (isAsked) process.stdout.write(line);
  },
};

export type LogLine = { readonly level: number; readonly msg: string; readonly role: string } & Record<string, unknown>;

/** What was logged since the test began, or since this was last asked. */
export function takeLogged(): readonly LogLine[] {
  const taken = lines;
  lines = [];
  return taken.map((line) => JSON.parse(line) as LogLine);
}

export function printLogged(): void {
  if (!isAsked && lines.length > 0) process.stdout.write(`Logged during the test that failed:\n${lines.join('')}`);
}
