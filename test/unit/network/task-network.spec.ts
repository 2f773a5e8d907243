import { expect } from 'chai';

import type { Task } from '../../../src/domain/model/job.js';
import { joinsGroup, needsHolder } from '../../../src/domain/network/task-network.js';
import { aGroup, aTask } from '../../../src/testing/builders/a-job.js';

const container = { network: 'by-holder' } as const;
const process = { network: 'by-namespace' } as const;
const capabilitiesOf = (driver: string) =>
  driver === 'docker' ? container : driver === 'exec' ? process : undefined;

const withTasks = (mode: 'host' | 'bridge', ...tasks: readonly Partial<Task>[]) =>
  aGroup({ network: { mode, ports: [], dns: undefined }, tasks: tasks.map((task) => aTask(task)) });

describe('The network of a group', function () {
  it('is joined by all of its tasks but a container with a mode of its own', function () {
    expect(joinsGroup({ config: {} }, container)).to.equal(true);
    expect(joinsGroup({ config: { network_mode: '' } }, container)).to.equal(true);
    expect(joinsGroup({ config: { network_mode: 'host' } }, container)).to.equal(false);
    expect(joinsGroup({ config: { network_mode: 'host' } }, process)).to.equal(true);
  });

  it('needs a holder when a container joins it', function () {
    const docker = { driver: 'docker', config: {} };
    expect(needsHolder(withTasks('bridge', {}, docker), capabilitiesOf)).to.equal(true);
    expect(needsHolder(withTasks('bridge', {}), capabilitiesOf)).to.equal(false);
    expect(needsHolder(withTasks('host', docker), capabilitiesOf)).to.equal(false);
    const apart = { ...docker, config: { network_mode: 'host' } };
    expect(needsHolder(withTasks('bridge', {}, apart), capabilitiesOf)).to.equal(false);
    expect(needsHolder(withTasks('bridge', { driver: 'dokcer' }), capabilitiesOf)).to.equal(false);
  });
});
