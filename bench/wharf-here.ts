import { ThisHost } from '../src/adapters/system/this-host.js';
import { compose } from '../src/app/composition/compose.js';
import { hostModule, makingModule, passingModule } from '../src/app/composition/host-module.js';
import { runtimeModules } from '../src/app/composition/runtime-modules.js';
import { servicesModule } from '../src/app/composition/services-module.js';
import { Tokens } from '../src/app/composition/tokens.js';
import { timing } from '../src/app/config/timing.js';
import { loadSettings } from '../src/app/config/load-settings.js';
import type { Settings } from '../src/app/config/settings.js';
import { aGroup, aJob, anAllocation, aTask } from '../src/testing/builders/a-job.js';
import { BenchTask, valueOf } from './task.js';

export type BenchDriver = 'exec' | 'docker';
export type Command = readonly [string, ...string[]];

/** Wharf in this process, composed as it ships. */
export interface WharfHere {
  /** A task with its directories made and its request resolved: one call away from running. */
  task(driver: BenchDriver, command: Command): Promise<BenchTask>;
  close(): void;
}

/** `admission`: another than wharf's own. */
export async function wharfHere(
  environment: Readonly<Record<string, string>>,
  admission = timing.admission,
): Promise<WharfHere> {
  const settings = settingsFrom(environment);
  const { stateDirectory, environmentDenylist } = settings;
  const host = await valueOf(new ThisHost({ stateDirectory, environment, environmentDenylist }).facts());
  const container = compose(
    hostModule(settings, host),
    makingModule(settings),
    passingModule,
    ...(await runtimeModules(settings, new Set(['exec', 'docker']))),
    servicesModule,
  );
  container.rebind(Tokens.Timing).toConstantValue({ ...timing, admission });
  const drivers = container.get(Tokens.Drivers);
  const directories = container.get(Tokens.AllocDirectories);
  const requests = container.get(Tokens.TaskRequests);
  return {
    task: async (name, command) => {
      const driver = drivers.get(name);
      if (driver === undefined) throw new Error(`there is no driver ${name}`);
      const task = benchTask(name, command);
      const allocation = anAllocation({ job: aJob({ id: 'bench', groups: [aGroup({ tasks: [task] })] }) });
      const made = await valueOf(directories.create(allocation.id, [task]));
      const berth = { allocation, host, directories: made, ports: {}, cpusets: {}, locate: undefined };
      const request = await valueOf(requests.resolve(task, berth));
      return new BenchTask(driver, request, async () => {
        await valueOf(directories.remove(allocation.id));
      });
    },
    close: () => {
      container.unbindAll();
    },
  };
}

const benchTask = (driver: BenchDriver, [command, ...args]: Command): ReturnType<typeof aTask> =>
  aTask({
    driver,
    config: { command, args, ...(driver === 'docker' ? { image: 'busybox:local' } : {}) },
  });

function settingsFrom(environment: Readonly<Record<string, string>>): Settings {
  const account = { uid: 0, home: '/root', environment };
  const settings = loadSettings({ account, file: undefined, flags: [], hostVolumes: [] });
  if (settings.ok) return settings.value;
  throw new Error(settings.error.map(({ path, message }) => `${path} ${message}`).join('; '));
}
