import { VendorError, type VendorErrorClass } from '../port/vendor-error';
import { Circuit, CircuitOpenError } from './circuit';

const timing = { failures: 3, firstOpenMs: 1_000, longestOpenMs: 3_000 };

describe('a circuit', () => {
  let changes: boolean[];
  let circuit: Circuit;
  let calls: number;

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
    changes = [];
    calls = 0;
    circuit = new Circuit(timing, (isOpen) => changes.push(isOpen));
  });

  afterEach(() => jest.useRealTimers());

  const call = (errorClass?: VendorErrorClass): Promise<string> =>
    circuit
      .run(async () => {
        calls += 1;
        if (errorClass !== undefined) throw new VendorError(errorClass, 'No.');
        return 'answered';
      })
      .catch((error: unknown) => (error instanceof CircuitOpenError ? `open ${error.retryAfterMs}` : 'failed'));

  it('opens after so many failures in a row, and says for how long', async () => {
    for (const errorClass of ['timeout', 'unavailable', 'contract'] as const) await call(errorClass);
    jest.setSystemTime(1_000_400);
    expect(circuit.openForMs).toBe(600);
    expect(await call()).toBe('open 600');
    expect(calls).toBe(3);
  });

  it('is not opened by failures with answers in between', async () => {
    for (let time = 0; time < 4; time += 1) {
      await call('throttled');
      await call('unavailable');
      await call();
    }
    expect({ calls, openForMs: circuit.openForMs }).toEqual({ calls: 12, openForMs: null });
  });

  it('opens at once for credentials that were refused', async () => {
    await call('unauthorized');
    expect(await call()).toBe('open 1000');
  });

  it('tries one call when its time is over, and closes when that is answered', async () => {
    await call('unauthorized');
    jest.setSystemTime(1_001_000);
    expect(circuit.openForMs).toBeNull();
    expect(await call()).toBe('answered');
    expect(changes).toEqual([true, true, false]);
  });

  it('keeps others back while one call tries it', async () => {
    await call('unauthorized');
    jest.setSystemTime(1_001_000);
    let answer: (text: string) => void = () => undefined;
    const trial = circuit.run(() => new Promise<string>((resolve) => (answer = resolve)));
    expect(circuit.openForMs).toBe(1_000);
    answer('answered');
    await trial;
    expect(circuit.openForMs).toBeNull();
  });

  it('opens for twice as long each time that the call which tries it fails, up to a bound', async () => {
    await call('unauthorized');
    const openForMs: (number | null)[] = [circuit.openForMs];
    for (let time = 0; time < 3; time += 1) {
      jest.setSystemTime(Date.now() + (circuit.openForMs ?? 0));
      expect(await call('unavailable')).toBe('failed');
      openForMs.push(circuit.openForMs);
    }
    expect(openForMs).toEqual([1_000, 2_000, 3_000, 3_000]);
  });

  it('is indifferent to what is not the vendor’s fault', async () => {
    for (let time = 0; time < 5; time += 1) await call('rejected_request');
    await expect(circuit.run(() => Promise.reject(new Error('Postgres is away')))).rejects.toThrow('Postgres');
    expect(await call()).toBe('answered');
  });
});
