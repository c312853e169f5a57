import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Circuit } from './upstream-circuit.ts';
import { TargetSet } from './upstream-targets.ts';

const connecting = { connectMs: 1000, tls: null };
const rules = { failures: 3, openMs: 1000, serverErrorPercent: null };
const newCircuit = (more: Partial<typeof rules> | { serverErrorPercent: number } = {}) => {
  let openings = 0;
  const circuit = new Circuit({ ...rules, ...more }, () => {
    openings += 1;
  });
  return { circuit, openings: () => openings };
};
const fail = (circuit: Circuit, times: number, isGone = true) => {
  for (let i = 0; i < times; i += 1) circuit.failed(0, false, isGone);
};

describe('a circuit', () => {
  test('opens at so many faults in a row, not in all', () => {
    const { circuit, openings } = newCircuit();
    fail(circuit, 2);
    circuit.answered(0, false, false);
    fail(circuit, 2);
    assert.equal(circuit.state, 'closed');
    fail(circuit, 1);
    assert.deepEqual([circuit.state, openings()], ['open', 1]);
    assert.equal(circuit.admits(700), false);
    assert.equal(circuit.admits(1300), true);
  });

  test('lets one call try, and waits twice as long each time that fails, up to a minute and some', () => {
    const { circuit, openings } = newCircuit();
    fail(circuit, 3);
    let nowMs = 0;
    for (const longestMs of [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
      nowMs = circuit.retryAtMs;
      assert.equal(circuit.begin(nowMs), true);
      assert.equal(circuit.admits(nowMs), false, 'the others wait for the one that tries');
      assert.equal(circuit.begin(nowMs), false);
      circuit.failed(nowMs, true, true);
      const waitMs = circuit.retryAtMs - nowMs;
      assert.ok(waitMs >= 0.8 * longestMs && waitMs <= 1.2 * longestMs, `${waitMs} of ${longestMs}`);
    }
    assert.equal(openings(), 1, 'it never was closed in between');
  });

  test('closes when the call that tried is answered; one that was given up lets another try', () => {
    const { circuit } = newCircuit();
    fail(circuit, 3);
    circuit.begin(5000);
    circuit.released(true);
    assert.equal(circuit.admits(5000), true);
    circuit.begin(5000);
    circuit.answered(5000, true, true);
    assert.deepEqual([circuit.state, circuit.isGone], ['closed', false], 'a 500 is an answer');
  });

  test('opens at a share of 5xx where that is asked for, once there is enough to judge', () => {
    const { circuit } = newCircuit({ serverErrorPercent: 50 });
    for (let i = 0; i < 19; i += 1) circuit.answered(0, false, true);
    assert.equal(circuit.state, 'closed');
    circuit.answered(0, false, true);
    assert.equal(circuit.state, 'open');
    circuit.begin(5000);
    circuit.answered(5000, true, true);
    assert.equal(circuit.state, 'open', 'the call that tried got a 5xx as well');
    circuit.begin(50_000);
    circuit.answered(50_000, true, false);
    assert.equal(circuit.state, 'closed');
  });

  test('forgets answers after a while', () => {
    const { circuit } = newCircuit({ serverErrorPercent: 50 });
    for (let i = 0; i < 19; i += 1) circuit.answered(0, false, true);
    for (let i = 0; i < 19; i += 1) circuit.answered(11_000, false, true);
    assert.equal(circuit.state, 'closed');
  });
});

describe('a set of targets', () => {
  const setOf = (...weights: number[]) => {
    const targets = weights.map((weight, index) => {
      const origin = `http://t${index}.test`;
      return { url: origin, origin, basePath: '', weight };
    });
    return TargetSet.of(targets, rules, connecting, null, () => undefined);
  };

  test('spreads calls smoothly', () => {
    const set = setOf(5, 1, 1);
    const chosen = Array.from({ length: 14 }, () => set.choose(0, 0));
    assert.deepEqual(chosen.slice(0, 7), [0, 0, 1, 0, 2, 0, 0]);
    assert.deepEqual(chosen.slice(7), chosen.slice(0, 7));
  });

  test('passes over what was tried, drained or is gone', () => {
    const set = setOf(1, 1, 0, 1);
    fail(set.targets[0]!.circuit, 3);
    assert.deepEqual([set.choose(0, 0b0010), set.choose(0, 0b1010), set.choose(0, 0b0010)], [3, -1, 3]);
  });

  test('where all are open, those that at least are there are still called', () => {
    const set = setOf(1, 1);
    fail(set.targets[0]!.circuit, 3);
    fail(set.targets[1]!.circuit, 3, false);
    assert.deepEqual([set.choose(0, 0), set.choose(0, 0)], [1, 1]);
    fail(set.targets[1]!.circuit, 3);
    assert.equal(set.choose(0, 0), -1);
    assert.ok(set.waitMs(0) > 0);
  });

  test('a new version keeps what is known of targets that stay', () => {
    const set = setOf(1, 1);
    fail(set.targets[1]!.circuit, 3);
    const kept = [{ url: 'http://t1.test', origin: 'http://t1.test', basePath: '', weight: 1 }];
    const next = TargetSet.of(kept, rules, connecting, set, () => undefined);
    assert.equal(next.choose(0, 0), -1);
  });

  test('saves up repeats and spends them', () => {
    const set = setOf(1);
    const spent = () => {
      let count = 0;
      while (set.takeRepeat()) count += 1;
      return count;
    };
    assert.equal(spent(), 10);
    for (let i = 0; i < 41; i += 1) set.countCall();
    assert.equal(spent(), 4);
  });
});
