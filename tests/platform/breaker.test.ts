import { Gauge, Registry } from 'prom-client';
import { describe, expect, it, vi } from 'vitest';
import { CircuitOpenError, createBreaker } from '../../src/platform/net/breaker.ts';

class Refusal extends Error {}

function given() {
  const gauge = new Gauge({ name: 'circuit_state', help: '-', labelNames: ['vendor'], registers: [new Registry()] });
  const onChange = vi.fn();
  const breaker = createBreaker({
    vendor: 'Gateway',
    isFailure: (error) => !(error instanceof Refusal),
    gauge,
    onChange,
  });
  const value = async () => (await gauge.get()).values[0]?.value;
  return { breaker, onChange, value };
}

const fail = (error: Error) => async () => {
  throw error;
};

describe('createBreaker', () => {
  it('leaves a vendor alone that keeps failing, and says so in the metric', async () => {
    const { breaker, onChange, value } = given();
    for (let n = 0; n < 6; n += 1) await breaker.run(fail(new Error('down'))).catch(() => undefined);
    const call = vi.fn(async () => 'answer');
    await expect(breaker.run(call)).rejects.toBeInstanceOf(CircuitOpenError);
    expect(call).not.toHaveBeenCalled();
    expect(breaker.state()).toBe('open');
    expect(onChange).toHaveBeenCalledWith('open');
    expect(await value()).toBe(2);
  });

  it('takes a refusal for an answer of a living vendor', async () => {
    const { breaker, value } = given();
    for (let n = 0; n < 20; n += 1) await breaker.run(fail(new Refusal('no'))).catch(() => undefined);
    expect(await breaker.run(async () => 'answer')).toBe('answer');
    expect(breaker.state()).toBe('closed');
    expect(await value()).toBe(0);
  });

  it('closes again when the call that tries the vendor succeeds', async () => {
    vi.useFakeTimers();
    try {
      const { breaker } = given();
      for (let n = 0; n < 6; n += 1) await breaker.run(fail(new Error('down'))).catch(() => undefined);
      vi.advanceTimersByTime(1_001);
      expect(await breaker.run(async () => 'answer')).toBe('answer');
      expect(breaker.state()).toBe('closed');
    } finally {
      vi.useRealTimers();
    }
  });
});
