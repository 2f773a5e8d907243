import type { Job, Task } from '../../../src/domain/model/job.js';
import type { JsonObject } from '../../../src/domain/shared/json.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';

/** What dies: an agent of tasks of one driver, or of a group of both with a network of its own. */
export type Kind = 'docker' | 'exec' | 'network';

/** Of the host, at which the group with a network shows what its first task wrote down. */
export const publishedPort = 18_080;

export const besides = (mark: string): string => `${mark}-beside`;

/** The first task ends with 7 the first time, runs the second time, and writes a line each time. */
export const jobOf = (kind: Kind, mark: string): Job => {
  const job = (over: Parameters<typeof aGroup>[0]): Job =>
    aJob({ id: mark, type: 'service', groups: [aGroup(over)] });
  if (kind !== 'network') return job({ tasks: [taskOf('web', kind, failsOnce(mark, ''), alone)] });
  const serve = 'busybox httpd -p 8080 -h "$NOMAD_ALLOC_DIR";';
  return job({
    network: {
      mode: 'bridge',
      ports: [{ label: 'web', static: publishedPort, to: 8080 }],
      dns: undefined,
    },
    tasks: [
      taskOf('web', 'exec', failsOnce(mark, serve)),
      taskOf('beside', 'docker', `: ${besides(mark)}; ${stay}`),
    ],
  });
};

const stay = "trap 'exit 0' TERM; sleep 600 & wait";

const failsOnce = (mark: string, then: string): string =>
  [
    `: ${mark};`,
    'echo x >>"$NOMAD_ALLOC_DIR/starts";',
    '[ "$(wc -l <"$NOMAD_ALLOC_DIR/starts")" -gt 1 ] || exit 7;',
    then,
    stay,
  ].join(' ');

const alone = { network_mode: 'none' };

const taskOf = (name: string, driver: 'docker' | 'exec', script: string, more: JsonObject = {}): Task =>
  aTask({
    name,
    driver,
    config: {
      command: '/bin/sh',
      args: ['-c', script],
      ...(driver === 'docker' ? { ...more, image: 'busybox:local' } : {}),
    },
    restart: { attempts: 3, intervalMs: 3_600_000, delayMs: 50, mode: 'fail' },
    killTimeoutMs: 2000,
    resources: { cpuMhz: 50, cores: undefined, memoryMb: 64, memoryMaxMb: undefined, secretsMb: 1 },
  });
