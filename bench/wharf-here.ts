import { ThisHost } from '../src/adapters/system/this-host.js';
import { compose } from '../src/app/composition/compose.js';
import { hostModule, makingModule, passingModule } from '../src/app/composition/host-module.js';
import { networkModules } from '../src/app/composition/network-modules.js';
import { runtimeModules } from '../src/app/composition/runtime-modules.js';
import { servicesModule } from '../src/app/composition/services-module.js';
import { Tokens } from '../src/app/composition/tokens.js';
import { timing } from '../src/app/config/timing.js';
import { loadSettings } from '../src/app/config/load-settings.js';
import type { Settings } from '../src/app/config/settings.js';
import type { Berth } from '../src/app/services/berth.js';
import type { GroupNetwork, Task } from '../src/domain/model/job.js';
import { portKey } from '../src/domain/model/port.js';
import type { TaskDriver } from '../src/domain/ports/task-driver.js';
import { aGroup, aJob, anAllocation, aTask } from '../src/testing/builders/a-job.js';
import { BenchGroup } from './group.js';
import { BenchTask, valueOf } from './task.js';

export type BenchDriver = 'exec' | 'docker';
export type Command = readonly [string, ...string[]];

/** Wharf in this process, composed as it ships. */
export interface WharfHere {
  /** A task with its directories made and its request resolved: one call away from running. */
  task(driver: BenchDriver, command: Command): Promise<BenchTask>;
  /** A group of that one task, in bridge mode, with that port of the host: its directories are made, and no more. */
  group(driver: BenchDriver, command: Command, port: number): Promise<BenchGroup>;
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
    ...(await networkModules(settings)),
    servicesModule,
  );
  container.rebind(Tokens.Timing).toConstantValue({ ...timing, admission });
  const drivers = container.get(Tokens.Drivers);
  const directories = container.get(Tokens.AllocDirectories);
  const requests = container.get(Tokens.TaskRequests);
  const networking = container.get(Tokens.Networking);
  const berthed = async (name: BenchDriver, command: Command, network = hostNetwork): Promise<Berthed> => {
    const driver = drivers.get(name);
    if (driver === undefined) throw new Error(`there is no driver ${name}`);
    const task = benchTask(name, command);
    const group = aGroup({ tasks: [task], network });
    const allocation = anAllocation({ job: aJob({ id: 'bench', groups: [group] }) });
    const made = await valueOf(directories.create(allocation.id, [task]));
    const ports = Object.fromEntries(network.ports.map((port) => [portKey(port), port.static ?? 0]));
    const berth = { allocation, host, directories: made, ports, cpusets: {}, locate: undefined };
    const discard = async (): Promise<void> => {
      await valueOf(directories.remove(allocation.id));
    };
    return { driver, task, berth, discard };
  };
  return {
    task: async (name, command) => {
      const { driver, task, berth, discard } = await berthed(name, command);
      return new BenchTask(driver, await valueOf(requests.resolve(task, berth)), discard);
    },
    group: async (name, command, port) => {
      const { driver, task, berth, discard } = await berthed(name, command, bridge(port));
      const own = networking.of(berth);
      return new BenchGroup(own, async (network) => {
        const request = await valueOf(requests.resolve(task, berth, network));
        return new BenchTask(driver, request, discard);
      });
    },
    close: () => {
      container.unbindAll();
    },
  };
}

interface Berthed {
  readonly driver: TaskDriver;
  readonly task: Task;
  readonly berth: Berth;
  readonly discard: () => Promise<void>;
}

const hostNetwork: GroupNetwork = { mode: 'host', ports: [], dns: undefined };

const bridge = (port: number): GroupNetwork => ({
  ...hostNetwork,
  mode: 'bridge',
  ports: [{ label: 'port', static: port, to: port }],
});

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
