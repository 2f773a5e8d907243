import type { RuntimeDescription } from '../../model/instance.js';
import type { JavaDescription } from '../../model/java.js';

/** What the driver is: a Java, and whatever isolates its processes. */
export const describeJava = (
  executor: RuntimeDescription,
  { version, runtime, vm, path }: JavaDescription,
): RuntimeDescription => ({
  summary: `Java ${version} (${path}), ${executor.summary}`,
  version,
  attributes: {
    version,
    runtime,
    vm,
    path,
    ...Object.fromEntries(
      Object.entries(executor.attributes).map(([name, value]) => [`executor.${name}`, value]),
    ),
  },
});
