import autocannon from 'autocannon';

export type LoadInput = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly seconds: number;
  readonly connections?: number;
};

/** Requests per second that a server answers with 2xx. @throws Error when it answered anything else. */
export async function requestsPerSecond(input: LoadInput): Promise<number> {
  const result = await autocannon({
    url: input.url,
    method: input.method,
    headers: { ...input.headers },
    ...(input.body === undefined ? {} : { body: input.body }),
    connections: input.connections ?? 32,
    duration: input.seconds,
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(
      `${input.url} answered ${result.non2xx} times otherwise than 2xx and failed ${result.errors} times.`,
    );
  }
  return result['2xx'] / result.duration;
}

/** Runs two loads in turns and answers the middle rate of each, so that a busy moment of the machine hits both. */
export async function comparePairwise(
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
  turns = 3,
): Promise<{ readonly ours: number; readonly baseline: number }> {
  const rates = { ours: [] as number[], baseline: [] as number[] };
  await baseline();
  await ours();
  for (let turn = 0; turn < turns; turn += 1) {
    rates.baseline.push(await baseline());
    rates.ours.push(await ours());
  }
  return { ours: middle(rates.ours), baseline: middle(rates.baseline) };
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
