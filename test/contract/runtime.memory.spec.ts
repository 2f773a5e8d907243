import { FaultyRuntime } from '../support/faults/faulty-runtime.js';
import { memoryHarness, memoryTraits } from './memory-harness.js';
import { describeRuntime } from '../../src/testing/contract/runtime.contract.js';

describeRuntime('in memory', memoryTraits, () => Promise.resolve(memoryHarness()));

describeRuntime('with an empty script of faults', memoryTraits, () =>
  Promise.resolve(memoryHarness((runtime) => new FaultyRuntime(runtime))),
);
