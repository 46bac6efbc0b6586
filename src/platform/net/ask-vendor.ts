import type { Breaker } from './breaker.ts';

class ServerFault extends Error {
  readonly answer: VendorAnswer;
  constructor(answer: VendorAnswer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}

export type VendorAnswer = { readonly status: number; readonly text: string; readonly headers: Headers };

/**
 * One HTTP call to a vendor behind its circuit. No answer and HTTP 5xx are failures of the vendor; any other answer, a
 * refusal too, says that it lives. Answers whatever was answered.
 * @throws CircuitOpenError at once while the vendor is taken for dead, and what fetch throws.
 */
export async function askVendor(breaker: Breaker, url: URL | string, init: RequestInit): Promise<VendorAnswer> {
  try {
    return await breaker.run(async () => {
      const response = await fetch(url, init);
      const answer = { status: response.status, text: await response.text(), headers: response.headers };
      if (answer.status >= 500) throw new ServerFault(answer);
      return answer;
    });
  } catch (error) {
    if (error instanceof ServerFault) return error.answer;
    throw error;
  }
}
