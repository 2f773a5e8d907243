/**
 * What tests need: all ports in memory, a clock that is moved by hand, builders, and the suites that judge an adapter by
 * the doc comments of its port. The suites are for mocha, and use chai, a peer that only they need.
 *
 * @packageDocumentation
 */

// Everything in memory: as one module, or piece by piece.
export { memoryModule, type MemoryModuleOptions } from './app/composition/library/memory-module.js';
export * from './adapters/memory/behaviour.js';
export { CountedIds } from './adapters/memory/counted-ids.js';
export { ManualClock } from './adapters/memory/manual-clock.js';
export { MemoryAllocDirectories } from './adapters/memory/memory-alloc-directories.js';
export {
  MemoryBindStaging,
  type MemoryFile,
  type MemoryNode,
  type MemoryTree,
} from './adapters/memory/memory-bind-staging.js';
export { MemoryContainerRuntime, type MemoryRegistry } from './adapters/memory/memory-container-runtime.js';
export { MemoryHost } from './adapters/memory/memory-host.js';
export { MemoryHostIdentity } from './adapters/memory/memory-host-identity.js';
export { MemoryHostPorts } from './adapters/memory/memory-host-ports.js';
export { MemoryInstance, type NamedSpec } from './adapters/memory/memory-instance.js';
export { MemoryJavaRuntime } from './adapters/memory/memory-java-runtime.js';
export { MemoryLogSink } from './adapters/memory/memory-log-sink.js';
export { MemoryMountTable } from './adapters/memory/memory-mount-table.js';
export { MemoryRuntime } from './adapters/memory/memory-runtime.js';
export { MemoryTaskStore } from './adapters/memory/memory-task-store.js';

// The suites. Each takes the name of an adapter, and a function that makes what it is judged in.
export {
  describeAllocDirectories,
  type AllocDirectoriesHarness,
} from './testing/contract/alloc-directories.contract.js';
export { describeBindStaging, type BindStagingHarness } from './testing/contract/bind-staging.contract.js';
export { describeClock, type ClockHarness } from './testing/contract/clock.contract.js';
export { describeHostPorts, type HostPortsHarness } from './testing/contract/host-ports.contract.js';
export { describeJavaRuntime, type JavaRuntimeHarness } from './testing/contract/java-runtime.contract.js';
export { describeLogSink, type LogSinkHarness } from './testing/contract/log-sink.contract.js';
export { describeRuntime } from './testing/contract/runtime.contract.js';
export type {
  ForeignObject,
  RuntimeHarness,
  RuntimeTraits,
  SpecWish,
  Unlabelled,
  Variable,
} from './testing/contract/runtime-harness.js';
export { describeTaskStore, type TaskStoreHarness } from './testing/contract/task-store.contract.js';

// What tasks of the suites do, for harnesses of runtimes.
export type { Deed } from './testing/deeds/deed.js';
export { memoryBehaviour } from './testing/deeds/memory-behaviour.js';
export { shellCommand } from './testing/deeds/shell-command.js';

// Builders: whole values, of which a test says only what matters to it.
export { aContainerNetwork, aContainerSpec } from './testing/builders/a-container-spec.js';
export { aHandle, anAttempt } from './testing/builders/a-handle.js';
export { aGroup, aJob, anAllocation, aTask } from './testing/builders/a-job.js';
export { aProcessSpec } from './testing/builders/a-process-spec.js';
export { aHost, aTaskRequest, someDirectories } from './testing/builders/a-task-request.js';
export { anAllocId, anAttemptToken, anIdentity, anOwnerId, at } from './testing/builders/an-identity.js';
export { someLimits } from './testing/builders/some-limits.js';

// Waiting with a bound, and reading outcomes.
export { eventually, within } from './testing/eventually.js';
export { faultOf, valueOf } from './testing/expect-result.js';
export { chunksOf } from './testing/log-chunks.js';
