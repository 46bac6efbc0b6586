import { Gauge, Registry } from 'prom-client';
import { type Breaker, createBreaker } from '../../src/platform/net/breaker.ts';

/** The breaker of a vendor, as a process has it. */
export function testBreaker(vendor = 'vendor'): Breaker {
  const gauge = new Gauge({ name: 'circuit_state', help: '-', labelNames: ['vendor'], registers: [new Registry()] });
  return createBreaker({ vendor, isFailure: () => true, gauge });
}
