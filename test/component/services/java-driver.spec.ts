import { expect } from 'chai';

import { MemoryJavaRuntime } from '../../../src/adapters/memory/memory-java-runtime.js';
import { provide } from '../../../src/app/composition/library/bindings.js';
import { executorDrivers, javaDriver } from '../../../src/app/composition/library/driver-modules.js';
import { memoryModule } from '../../../src/app/composition/library/memory-module.js';
import { openWharf, type Wharf } from '../../../src/app/composition/library/open-wharf.js';
import { PortTokens } from '../../../src/app/composition/library/port-tokens.js';
import { DriverHealth } from '../../../src/app/services/agent/driver-health.js';
import { ExamineHost } from '../../../src/app/services/examine-host.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import { err } from '../../../src/domain/shared/result.js';
import { valueOf } from '../../../src/testing/expect-result.js';

const never = new AbortController().signal;

describe('the java driver', function () {
  let java: MemoryJavaRuntime;
  let wharf: Wharf;

  beforeEach(async function () {
    java = new MemoryJavaRuntime();
    const own = provide(PortTokens.JavaRuntime, java);
    wharf = await openWharf(memoryModule(), executorDrivers(), javaDriver(), own);
  });
  afterEach(() => wharf.close());

  const miss = (): void => {
    java.found = err(fault('not-found', 'no java in /usr/bin', { remedy: 'install it' }));
  };

  it('tells of the Java of the host and of what isolates it', async function () {
    const executor = valueOf(await wharf.driver('exec').fingerprint(never));
    const { summary, version, attributes } = valueOf(await wharf.driver('java').fingerprint(never));
    expect(summary).to.equal(`Java 17.0.15 (/usr/bin/java), ${executor.summary}`);
    expect(version).to.equal('17.0.15');
    expect(attributes).to.include({
      version: '17.0.15',
      runtime: 'OpenJDK Runtime Environment (build 17.0.15+6)',
      vm: 'OpenJDK 64-Bit Server VM (build 17.0.15+6, mixed mode, sharing)',
    });
  });

  it('is no longer usable when the Java is gone, and usable once it is there again', async function () {
    const drivers = wharf.get(PortTokens.Drivers);
    const clock = wharf.get(PortTokens.Clock);
    const health = new DriverHealth({ drivers, clock, policy: { fingerprintMs: 1000, unhealthyMs: 1000 } });
    const found = java.found;
    miss();
    expect(await health.look('java')).to.have.property('ok', false);
    expect(health.refusal('java')).to.deep.include({
      kind: 'unavailable',
      message: "driver java can't run tasks now: no java in /usr/bin",
      remedy: 'install it',
    });
    expect(await health.look('exec')).to.have.property('ok', true);
    expect(health.refusal('exec')).to.equal(undefined);
    java.found = found;
    await health.look('java');
    expect(health.refusal('java')).to.equal(undefined);
  });

  it('is told among the drivers of the host, with what mends it', async function () {
    miss();
    const { drivers } = await new ExamineHost(
      wharf.get(PortTokens.Drivers),
      new Map(),
      wharf.get(PortTokens.NetworkProvisioner),
    ).examine(never);
    expect(drivers.find(({ driver }) => driver === 'java')).to.deep.equal({
      driver: 'java',
      usable: false,
      summary: 'no java in /usr/bin',
      remedy: 'install it',
    });
    expect(drivers.find(({ driver }) => driver === 'exec')).to.have.property('usable', true);
  });
});
