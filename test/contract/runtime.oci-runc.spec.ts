import { ociHarness, ociTraits } from './oci-harness.js';
import { describeRuntime } from '../../src/testing/contract/runtime.contract.js';

describeRuntime('processes under conmon and runc', ociTraits, () => ociHarness('runc'));
