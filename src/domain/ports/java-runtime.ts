import type { JavaDescription } from '../model/java.js';
import type { Answer } from './runtime.js';

/** The Java of the host, under which tasks of the `java` driver run. */
export interface JavaRuntime {
  /**
   * Asks the program itself, each time; changes nothing. Every fault has a remedy. `not-found` when there is no such
   * program. `unavailable` when tasks can't run it, though it is there: what it says is no version, it does not end in
   * time, or it lies where tasks don't see it. Aborted, it answers `unavailable` and leaves no process.
   */
  describe(signal: AbortSignal): Answer<JavaDescription>;
}
