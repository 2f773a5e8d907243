import { mkdir } from 'node:fs/promises';

import { DockerEngineRuntime } from '../../src/adapters/docker-engine/docker-engine-runtime.js';
import { type Deadlines, defaultDeadlines } from '../../src/adapters/docker-engine/deadlines.js';
import type { ContainerSpec } from '../../src/domain/model/container-spec.js';
import { ownerLabel } from '../../src/domain/model/identity.js';
import type { InstanceId } from '../../src/domain/model/ids.js';
import type { Json } from '../../src/domain/shared/json.js';
import { aContainerSpec } from '../../src/testing/builders/a-container-spec.js';
import { someLimits } from '../../src/testing/builders/some-limits.js';
import { execCommand } from '../../src/testing/deeds/exec-command.js';
import { shellCommand } from '../../src/testing/deeds/shell-command.js';
import { engineRequest } from '../support/engine/engine-request.js';
import { bareFakeEngine } from '../support/engine/fake-engine.js';
import { privateEngine } from '../support/engine/private-engine.js';
import { type EngineFault, engineProxy } from '../support/faults/engine-proxy.js';
import { engineHost } from '../support/engine/engine-host.js';
import { hostClock } from '../support/host-clock.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { describeRuntime } from '../../src/testing/contract/runtime.contract.js';
import type { RuntimeHarness, Unlabelled, Variable } from '../../src/testing/contract/runtime-harness.js';

const traits = { realProcesses: true, endsLastLine: true, remote: true, shared: true, boundMs: 20_000 };
const hasty = Object.fromEntries(
  Object.keys(defaultDeadlines).map((name) => [name, 400]),
) as object as Deadlines;

describeRuntime('Docker Engine', traits, async (): Promise<RuntimeHarness<ContainerSpec>> => {
  const { socketPath, endpoint } = await privateEngine();
  const ends: (() => unknown)[] = [];
  const adapter = (at = endpoint, deadlines = defaultDeadlines): DockerEngineRuntime => {
    const runtime = new DockerEngineRuntime({ endpoint: at, clock: hostClock, deadlines, host: engineHost });
    ends.push(() => {
      runtime.close();
    });
    return runtime;
  };
  const create = async (body: object, name = ''): Promise<InstanceId> => {
    const path = `/containers/create${name === '' ? '' : `?name=${name}`}`;
    const asked = { method: 'POST', body: { Image: 'busybox:local', ...body } };
    const { Id: id } = (await engineRequest(socketPath, path, asked)).json as { Id: InstanceId };
    ends.push(() => engineRequest(socketPath, `/containers/${id}?force=1`, { method: 'DELETE' }));
    return id;
  };
  const plantUnlabelled = async (
    { name, value }: Variable,
    places: readonly string[],
  ): Promise<Unlabelled> => {
    const directory = await temporaryDirectory();
    ends.push(() => directory.remove());
    const mounts = places.map((target) => ({ source: `${directory.path}${target}`, target }));
    for (const { source } of mounts) await mkdir(source);
    const Mounts = mounts.map(({ source, target }) => ({ Type: 'bind', Source: source, Target: target }));
    const id = await create({ Env: [`${name}=${value}`], HostConfig: { Mounts } });
    return { id, mounts };
  };
  const behindProxy = async (call: RegExp, spoilt: EngineFault): Promise<DockerEngineRuntime> => {
    const proxy = await engineProxy(socketPath);
    proxy.spoil(call, spoilt);
    ends.push(proxy.close);
    return adapter(proxy.endpoint);
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
        environment: { WHARF_WORD: 'two words' },
        workDir: '/tmp',
        user: 'nobody',
        limits: someLimits({ memoryBytes }),
      }),
    command: execCommand,
    specNamingAbsent: (identity) => aContainerSpec({ identity, image: 'wharf-absent:1' }),
    plantForeign: async () => {
      await create({ Labels: { foreign: 'yes', 'wharf.task': 'task' } }, 'foreign');
      return { isUntouched: async () => (await containers('foreign=yes')).length === 1 };
    },
    plantLabelled: (labels) => create({ Labels: labels }),
    plantUnlabelled,
    plantLookedAt: async (then) => {
      const { id } = await plantUnlabelled({ name: 'A', value: 'b' }, ['/alloc', '/local', '/secrets']);
      return behindProxy(new RegExp(`^GET /containers/${id}/json`), then === 'fails' ? 'refuse' : 'deny');
    },
    cutShort: () => behindProxy(/^GET \/containers\/json/, 'done-cut'),
    leftovers: async (owner) =>
      (await containers(`${ownerLabel}=${owner}`)).map((left) => JSON.stringify(left)),
    now: () => hostClock.now(),
    dispose: async () => {
      for (const end of ends) await end();
    },
  };
});
