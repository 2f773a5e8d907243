import { ociHarness, ociTraits } from './oci-harness.js';
import { describeRuntime } from './runtime.contract.js';

describeRuntime('processes under conmon and crun', ociTraits, () => ociHarness('crun'));
