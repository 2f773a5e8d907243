import { DockerEngineRuntime } from '../../src/adapters/docker-engine/docker-engine-runtime.js';
import { type Deadlines, defaultDeadlines } from '../../src/adapters/docker-engine/deadlines.js';
import type { ContainerSpec } from '../../src/domain/model/container-spec.js';
import { ownerLabel } from '../../src/domain/model/identity.js';
import type { Json } from '../../src/domain/shared/json.js';
import { aContainerSpec } from '../support/builders/a-container-spec.js';
import { someLimits } from '../support/builders/some-limits.js';
import { shellCommand } from '../support/deeds/shell-command.js';
import { engineRequest } from '../support/engine/engine-request.js';
import { bareFakeEngine } from '../support/engine/fake-engine.js';
import { privateEngine } from '../support/engine/private-engine.js';
import { hostClock } from '../support/host-clock.js';
import { describeRuntime } from './runtime.contract.js';
import type { RuntimeHarness } from './runtime-harness.js';

const traits = { realProcesses: true, endsLastLine: true, remote: true, boundMs: 20_000 };
const hasty = Object.fromEntries(
  Object.keys(defaultDeadlines).map((name) => [name, 400]),
) as object as Deadlines;

describeRuntime('Docker Engine', traits, async (): Promise<RuntimeHarness<ContainerSpec>> => {
  const { socketPath, endpoint } = await privateEngine();
  const ends: (() => unknown)[] = [];
  const adapter = (at = endpoint, deadlines = defaultDeadlines): DockerEngineRuntime => {
    const runtime = new DockerEngineRuntime({ endpoint: at, clock: hostClock, deadlines });
    ends.push(() => {
      runtime.close();
    });
    return runtime;
  };
  const containers = async (label: string): Promise<readonly Json[]> => {
    const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
    const { json } = await engineRequest(socketPath, `/containers/json?all=1&filters=${filters}`);
    return json as readonly Json[];
  };
  return {
    subject: adapter(),
    restarted: () => adapter(),
    unresponsive: async () => {
      const silent = await bareFakeEngine(() => undefined);
      ends.push(silent.close);
      return adapter(silent.endpoint, hasty);
    },
    spec: ({ identity, deed, memoryBytes }) =>
      aContainerSpec({
        identity,
        command: shellCommand(deed, identity.attempt),
        limits: someLimits({ memoryBytes }),
      }),
    specNamingAbsent: (identity) => aContainerSpec({ identity, image: 'wharf-absent:1' }),
    plantForeign: async () => {
      const body = { Image: 'busybox:local', Labels: { foreign: 'yes', 'wharf.task': 'task' } };
      await engineRequest(socketPath, '/containers/create?name=foreign', { method: 'POST', body });
      ends.push(() => engineRequest(socketPath, '/containers/foreign?force=1', { method: 'DELETE' }));
      return { isUntouched: async () => (await containers('foreign=yes')).length === 1 };
    },
    leftovers: async (owner) =>
      (await containers(`${ownerLabel}=${owner}`)).map((left) => JSON.stringify(left)),
    now: () => hostClock.now(),
    dispose: async () => {
      for (const end of ends) await end();
    },
  };
});
