import type { RuntimeFault } from '../../domain/faults/runtime-fault.js';
import { fault } from '../../domain/faults/runtime-fault.js';
import type { JavaDescription } from '../../domain/model/java.js';
import type { JavaRuntime } from '../../domain/ports/java-runtime.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok, type Result } from '../../domain/shared/result.js';

const someJava: JavaDescription = {
  path: '/usr/bin/java',
  version: '17.0.15',
  runtime: 'OpenJDK Runtime Environment (build 17.0.15+6)',
  vm: 'OpenJDK 64-Bit Server VM (build 17.0.15+6, mixed mode, sharing)',
};

/** A Java that is there, or whatever `found` is set to. */
export class MemoryJavaRuntime implements JavaRuntime {
  found: Result<JavaDescription, RuntimeFault> = ok(someJava);

  describe(signal: AbortSignal): Answer<JavaDescription> {
    return Promise.resolve(
      signal.aborted
        ? err(fault('unavailable', 'was given up before it answered', { remedy: 'ask again' }))
        : this.found,
    );
  }
}
