import { expect } from 'chai';

import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { EngineHolderImage } from '../../../src/adapters/docker-engine/holder/engine-holder-image.js';
import { pauseProgram } from '../../../src/adapters/docker-engine/holder/pause-program.js';
import { ProcfsNamespaces } from '../../../src/adapters/procfs/procfs-namespaces.js';
import type { ContainerSpec } from '../../../src/domain/model/container-spec.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import { aContainerNetwork, aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { eventually } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { privateEngine } from '../../support/engine/private-engine.js';
import { hostClock } from '../../support/host-clock.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const never = new AbortController().signal;

describe('A holder on a Docker Engine', function () {
  this.timeout(60_000);
  let runtime: DockerEngineRuntime;
  let directory: TemporaryDirectory;
  let image: EngineHolderImage;
  const made: InstanceId[] = [];

  before(async function () {
    const { endpoint } = await privateEngine();
    directory = await temporaryDirectory();
    runtime = new DockerEngineRuntime({ endpoint, clock: hostClock, host: engineHost });
    image = new EngineHolderImage(directory.path);
    valueOf(await runtime.loadImage(valueOf(await image.archive()), never));
  });
  afterEach(async function () {
    for (const id of made.splice(0)) valueOf(await runtime.remove(id, never));
  });
  after(async function () {
    runtime.close();
    await directory.remove();
  });

  const started = async (spec: ContainerSpec): Promise<{ id: InstanceId; pid: number }> => {
    const id = valueOf(await runtime.create(spec, never));
    made.push(id);
    valueOf(await runtime.start(id, never));
    const { state } = valueOf(await runtime.inspect(id, never));
    return { id, pid: state.phase === 'running' ? state.pid : 0 };
  };

  it('runs in less than one MiB, and ends at once when it is killed', async function () {
    const { id, pid } = await started(aContainerSpec({ image: image.name }));
    expect(pid).to.be.greaterThan(0);
    const { memoryBytes, cpuUs, pids } = valueOf(await runtime.stats(id, never));
    expect(memoryBytes).to.be.lessThan(1024 * 1024);
    expect(cpuUs).to.be.lessThan(1_000_000);
    expect(pids).to.equal(1);
    valueOf(await runtime.signal(id, 'SIGKILL', never));
    await eventually(async () => {
      const { state } = valueOf(await runtime.inspect(id, never));
      return state.phase === 'exited';
    });
  });

  it('keeps a network that another container joins', async function () {
    const holder = await started(aContainerSpec({ image: image.name }));
    const joined = await started(
      aContainerSpec({
        command: ['sleep', '1000'],
        network: aContainerNetwork({ mode: `container:${holder.id}` }),
      }),
    );
    const namespaces = new ProcfsNamespaces();
    const network = valueOf(await namespaces.networkOf(holder.pid));
    expect(valueOf(await namespaces.networkOf(joined.pid))).to.equal(network);
    expect(network).not.to.equal(valueOf(await namespaces.networkOf(process.pid)));
  });

  it('is not made for a processor whose instructions are not known', async function () {
    expect(pauseProgram('mips')).to.equal(undefined);
    expect(faultOf(await new EngineHolderImage(directory.path, 'mips').archive())).to.equal('unsupported');
  });
});
