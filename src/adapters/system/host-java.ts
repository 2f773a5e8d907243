import { readJavaVersion } from '../../domain/drivers/java/version.js';
import { fault, type RuntimeFault } from '../../domain/faults/runtime-fault.js';
import type { JavaDescription } from '../../domain/model/java.js';
import type { JavaRuntime } from '../../domain/ports/java-runtime.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err, ok } from '../../domain/shared/result.js';
import { findJava, type JavaPlaces } from './find-java.js';
import { runProgram } from './run-program.js';

/** A Java takes a tenth of a second; on a busy host, with cold files, some seconds. */
const usualBoundMs = 10_000;

/** The Java of this host, with the environment that tasks inherit. */
export class HostJava implements JavaRuntime {
  readonly #places: JavaPlaces;
  readonly #boundMs: number;

  constructor(places: JavaPlaces, boundMs = usualBoundMs) {
    this.#places = places;
    this.#boundMs = boundMs;
  }

  async describe(signal: AbortSignal): Answer<JavaDescription> {
    const found = await findJava(this.#places);
    if (!found.ok) return found;
    const path = found.value;
    const { environment } = this.#places;
    const end = await runProgram({ path, args: ['-version'], environment, boundMs: this.#boundMs }, signal);
    if (end.kind === 'failed') return err(useless(`${path} -version ${end.why}`));
    if (end.code !== 0)
      return err(useless(`${path} -version ended with ${end.code.toString()}: ${firstLine(end.said)}`));
    const read = readJavaVersion(end.said);
    if (read === undefined) return err(useless(`${path} -version tells no version: ${firstLine(end.said)}`));
    return ok({ path, ...read });
  }
}

const useless = (message: string): RuntimeFault =>
  fault('unavailable', message, { remedy: 'set java.path to a Java that works on this host' });

const firstLine = (said: string): string => {
  const [line = ''] = said.trim().split('\n');
  return line === '' ? 'it said nothing' : line.slice(0, 200);
};
