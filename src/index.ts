/**
 * Runs tasks on one host, for other programs: open a wharf with the adapters of your choice, get a driver by its name,
 * and run tasks through its port.
 *
 * What fails in a way that a caller has to deal with answers with a `Result`; nothing here rejects but for mistakes in
 * the program itself. `wharfinger/testing` has what tests need.
 *
 * @packageDocumentation
 */

// What is opened, and by what.
export { openWharf, type Wharf } from './app/composition/library/open-wharf.js';
export { PortTokens as Tokens, type Token } from './app/composition/library/port-tokens.js';
export { provide } from './app/composition/library/bindings.js';
export type { PreparedTask } from './app/services/lone-tasks.js';
export type { PortWish, TaskWish, TaskWishFile } from './domain/job/lone-task.js';

// Drivers, over whatever runtime is bound.
export {
  dockerDriver,
  executorDrivers,
  javaDriver,
  type ExecutorPolicies,
} from './app/composition/library/driver-modules.js';

// Adapters: a module each.
export {
  dockerEngineModule,
  type DockerEngineModuleOptions,
} from './app/composition/library/docker-engine-module.js';
export {
  ociExecutorModule,
  type OciExecutorModuleOptions,
} from './app/composition/library/oci-executor-module.js';
export {
  allocDirectoriesModule,
  type AllocDirectoriesModuleOptions,
  procfsModule,
  taskLogsModule,
} from './app/composition/library/host-modules.js';
export { javaModule, type JavaModuleOptions } from './app/composition/library/java-module.js';
export { systemModule, type SystemModuleOptions } from './app/composition/library/system-module.js';
export {
  openLevelStore,
  type LevelStoreModuleOptions,
} from './app/composition/library/level-store-module.js';
export { hclJobsModule, pinoModule, type PinoModuleOptions } from './app/composition/library/text-modules.js';

// The driver port, and the ports that adapters stand behind.
export type * from './domain/ports/task-driver.js';
export type * from './domain/ports/runtime.js';
export type * from './domain/ports/container-runtime.js';
export type * from './domain/ports/executor.js';
export type * from './domain/ports/alloc-directories.js';
export type * from './domain/ports/bind-staging.js';
export type * from './domain/ports/cgroups.js';
export type * from './domain/ports/clock.js';
export type * from './domain/ports/diagnostics.js';
export type * from './domain/ports/host-ports.js';
export type * from './domain/ports/ids.js';
export type * from './domain/ports/java-runtime.js';
export type * from './domain/ports/job-reader.js';
export type * from './domain/ports/log-sink.js';
export type * from './domain/ports/mount-table.js';
export type * from './domain/ports/process-table.js';
export type * from './domain/ports/task-store.js';

// The words that they are written in.
export type { Allocation } from './domain/model/allocation.js';
export type * from './domain/model/container-spec.js';
export type { AllocDirectories, TaskDirectories } from './domain/model/directories.js';
export type * from './domain/model/driver-capabilities.js';
export type * from './domain/model/driver-policy.js';
export type { Exit } from './domain/model/exit.js';
export type * from './domain/model/handle.js';
export type * from './domain/model/host.js';
export type * from './domain/model/host-mount.js';
export type {
  BoundDirectory,
  Claim,
  HostObject,
  LabelClaim,
  LikenessClaim,
} from './domain/model/host-object.js';
export type { Identity, ObjectKind } from './domain/model/identity.js';
export type { AllocId, AttemptToken, InstanceId, Instant, OwnerId, SpecHash } from './domain/model/ids.js';
export type * from './domain/model/instance.js';
export type * from './domain/model/java.js';
export type * from './domain/model/job.js';
export type { Kept, Unreadable } from './domain/model/kept.js';
export type * from './domain/model/limits.js';
export type * from './domain/model/mount.js';
export type * from './domain/model/process-spec.js';
export type * from './domain/model/pull.js';
export type { Failure } from './domain/model/report.js';
export type { SignalName } from './domain/model/signals.js';
export type * from './domain/model/stop-policy.js';
export type { TaskFile } from './domain/model/task-file.js';
export type * from './domain/model/task-request.js';
export type * from './domain/shared/brand.js';
export type * from './domain/shared/json.js';
export type { Locate, Position, Problem } from './domain/shape/problem.js';

// What those who write an adapter, or read an outcome, need besides.
export { adviseOn, fault } from './domain/faults/runtime-fault.js';
export type { FaultAdvice, RuntimeFault, RuntimeFaultKind } from './domain/faults/runtime-fault.js';
export { done, err, ok } from './domain/shared/result.js';
export type { Err, Ok, Result } from './domain/shared/result.js';
export { describeExit, exitFromStatus, isSuccess, statusOf } from './domain/model/exit.js';
export { identityFrom, labelsOf, ownerLabel } from './domain/model/identity.js';
export { labelClaim } from './domain/model/host-object.js';
export { parseSignal, signalName, signalNames, signalNumber } from './domain/model/signals.js';
