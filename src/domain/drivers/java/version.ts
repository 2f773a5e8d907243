import type { JavaDescription } from '../../model/java.js';

/**
 * What `java -version` says, in the three lines that all makers print: the version in quotes, the runtime, the virtual
 * machine. Undefined when it says something else. What is noted or warned of in between is left out.
 */
export function readJavaVersion(said: string): Omit<JavaDescription, 'path'> | undefined {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !isNote(line));
  const first = lines.findIndex((line) => versionLine.test(line));
  const version = versionLine.exec(lines[first] ?? '')?.[1];
  const [runtime, vm] = lines.slice(first + 1);
  if (version === undefined || runtime === undefined || vm === undefined) return undefined;
  return / VM\b/.test(vm) ? { version, runtime, vm } : undefined;
}

/** `java version "1.8.0_391"`, `openjdk version "21.0.2" 2024-01-16 LTS`. */
const versionLine = /^[\w-]+ version "(\d[^"\s]*)"/;

/** Of options that come from the environment, and of the machine's own troubles. */
const isNote = (line: string): boolean => /^(?:NOTE: )?Picked up \S+:|\bwarning: |^\[[\d.]+s\]\[/i.test(line);
