import { fault } from '../../domain/faults/runtime-fault.js';
import type { ProcessIdentity, ProcessTable } from '../../domain/ports/process-table.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';

/** This process, among those of the host. */
export async function thisProcess(processes: ProcessTable): Answer<ProcessIdentity> {
  const self = await processes.identify(process.pid);
  if (!self.ok) return self;
  if (self.value === undefined) return err(fault('internal', 'this process is not among those of the host'));
  return ok(self.value);
}

/** The id of the boot in which this process runs. */
export async function bootIdOf(processes: ProcessTable): Answer<string> {
  const self = await thisProcess(processes);
  return self.ok ? ok(self.value.bootId) : self;
}
