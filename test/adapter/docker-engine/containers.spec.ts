import { mkdir, symlink, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import type { ContainerSpec } from '../../../src/domain/model/container-spec.js';
import type { InstanceId, OwnerId } from '../../../src/domain/model/ids.js';
import type { LogChunk, LogPosition } from '../../../src/domain/model/instance.js';
import type { Mount } from '../../../src/domain/model/mount.js';
import { drained } from '../../../src/testing/contract/runtime-harness.js';
import { aContainerSpec } from '../../../src/testing/builders/a-container-spec.js';
import { anIdentity, anOwnerId } from '../../../src/testing/builders/an-identity.js';
import { someLimits } from '../../../src/testing/builders/some-limits.js';
import { engineRequest } from '../../support/engine/engine-request.js';
import { type PrivateEngine, privateEngine } from '../../support/engine/private-engine.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { hostClock } from '../../support/host-clock.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';

const never = new AbortController().signal;

describe('Containers of a real engine', function () {
  this.timeout(60_000);
  let engine: PrivateEngine;
  let runtime: DockerEngineRuntime;
  let owner: OwnerId;
  let directory: TemporaryDirectory;

  before(async function () {
    engine = await privateEngine();
  });

  beforeEach(async function () {
    owner = anOwnerId();
    directory = await temporaryDirectory();
    const host = { ...engineHost, runDirectory: `${directory.path}/run` };
    runtime = new DockerEngineRuntime({ endpoint: engine.endpoint, clock: hostClock, host });
  });

  afterEach(async function () {
    for (const { id } of valueOf(await runtime.list(owner, never))) valueOf(await runtime.remove(id, never));
    runtime.close();
    await directory.remove();
  });

  const created = async (over: Partial<ContainerSpec>): Promise<InstanceId> =>
    valueOf(await runtime.create(aContainerSpec({ identity: anIdentity({ owner }), ...over }), never));
  const started = async (over: Partial<ContainerSpec>): Promise<InstanceId> => {
    const id = await created(over);
    valueOf(await runtime.start(id, never));
    return id;
  };
  const ended = async (id: InstanceId): Promise<unknown> =>
    eventually(async () => {
      const { state } = valueOf(await runtime.inspect(id, never));
      return state.phase === 'exited' && state.exit;
    }, 20_000);
  /** All of a log that has come to its end. */
  const allOf = async (id: InstanceId, after?: LogPosition): Promise<readonly LogChunk[]> => {
    const items = await within(30_000, drained(runtime.logs(id, after, never)));
    expect(items.at(-1)).to.equal('end');
    return items.filter((item) => item !== 'end');
  };
  const textOf = (chunks: readonly LogChunk[]): string =>
    Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
  const post = async (path: string): Promise<number> =>
    (await engineRequest(engine.socketPath, path, { method: 'POST' })).status;

  it('run when they are paused, and end all the same when they are killed', async function () {
    const id = await started({ command: ['sleep', '60'] });
    expect(await post(`/containers/${id}/pause`)).to.equal(204);
    expect(valueOf(await runtime.inspect(id, never)).state.phase).to.equal('running');
    valueOf(await runtime.start(id, never));
    valueOf(await runtime.signal(id, 'SIGKILL', never));
    expect(await ended(id)).to.deep.equal({ kind: 'signal', signal: 'SIGKILL', oom: false });
  });

  it('are removed when they are paused', async function () {
    const id = await started({ command: ['sleep', '60'] });
    await post(`/containers/${id}/pause`);
    valueOf(await runtime.remove(id, never));
    expect(faultOf(await runtime.inspect(id, never))).to.equal('not-found');
  });

  it('are foreign to inspect when they lack our labels', async function () {
    const body = { Image: 'busybox:local', HostConfig: { NetworkMode: 'none' } };
    const { json } = await engineRequest(engine.socketPath, '/containers/create', { method: 'POST', body });
    const { Id } = json as { Id: InstanceId };
    expect(faultOf(await runtime.inspect(Id, never))).to.equal('not-found');
    expect(faultOf(await runtime.start(Id, never))).to.equal('not-found');
    await engineRequest(engine.socketPath, `/containers/${Id}`, { method: 'DELETE' });
  });

  it('get what their spec asks for', async function () {
    const limits = someLimits({ memoryBytes: 32 * 1024 * 1024, pids: 50 });
    const script =
      'echo $GREETING; id -u; pwd; hostname; cat /proc/self/oom_score_adj; ulimit -n; cat /sys/fs/cgroup/memory/memory.limit_in_bytes';
    const id = await started({
      command: ['sh', '-c', script],
      environment: { GREETING: 'hello' },
      user: 'nobody',
      workDir: '/tmp',
      hostname: 'web',
      oomScoreAdj: 7,
      rlimits: [{ name: 'nofile', soft: 100, hard: 200 }],
      limits,
    });
    expect(textOf(await allOf(id)).split('\n')).to.deep.equal([
      'hello',
      '65534',
      '/tmp',
      'web',
      '7',
      '100',
      (32 * 1024 * 1024).toString(),
      '',
    ]);
  });

  describe('and their mounts', function () {
    const bind = (source: string, over: Partial<Extract<Mount, { kind: 'bind' }>> = {}): Mount => ({
      kind: 'bind',
      source,
      target: '/data',
      readOnly: false,
      propagation: 'private',
      ...over,
    });

    it('see what is bound, and may not write to it when it is read-only', async function () {
      await writeFile(`${directory.path}/file`, 'content');
      const command = ['sh', '-c', 'cat /data/file; touch /data/other 2>/dev/null || echo " refused"'];
      const id = await started({ command, mounts: [bind(directory.path, { readOnly: true })] });
      expect(textOf(await allOf(id))).to.equal('content refused\n');
    });

    it('are not-found when a source is missing, and none is made', async function () {
      const spec = aContainerSpec({
        identity: anIdentity({ owner }),
        mounts: [bind(`${directory.path}/missing`)],
      });
      expect(faultOf(await runtime.create(spec, never))).to.equal('not-found');
      expect(valueOf(await runtime.list(owner, never))).to.deep.equal([]);
    });

    it('are refused when a link leads out of where they are kept to', async function () {
      await mkdir(`${directory.path}/inside`);
      await symlink('/etc', `${directory.path}/inside/out`);
      await symlink('.', `${directory.path}/inside/in`);
      const within = `${directory.path}/inside`;
      const refused = aContainerSpec({
        identity: anIdentity({ owner }),
        mounts: [bind(`${within}/out`, { within })],
      });
      expect(faultOf(await runtime.create(refused, never))).to.equal('invalid-spec');
      await created({ mounts: [bind(`${within}/in`, { within })] });
      await created({ mounts: [bind(within, { within })] });
      const beside = aContainerSpec({
        identity: anIdentity({ owner }),
        mounts: [bind(`${within}-not`, { within })],
      });
      await mkdir(`${within}-not`);
      expect(faultOf(await runtime.create(beside, never))).to.equal('invalid-spec');
    });

    it('are refused when a link stands in the place of where they are kept to', async function () {
      const own = `${directory.path}/local`;
      await symlink('/etc', own);
      for (const source of [own, `${own}/ssl`]) {
        const refused = aContainerSpec({
          identity: anIdentity({ owner }),
          mounts: [bind(source, { within: own })],
        });
        expect(faultOf(await runtime.create(refused, never))).to.equal('invalid-spec');
      }
      expect(valueOf(await runtime.list(owner, never))).to.deep.equal([]);
    });

    it('can not be moved where they hold another', async function () {
      await mkdir(`${directory.path}/logs`);
      const mounts = [
        bind(directory.path, { target: '/alloc' }),
        bind(`${directory.path}/logs`, { target: '/alloc/logs', readOnly: true }),
        bind(directory.path, { target: '/again' }),
      ];
      const script = 'for at in /alloc /again; do mv $at/logs $at/moved 2>/dev/null || echo refused; done';
      const id = await started({ command: ['sh', '-c', script], mounts });
      expect(textOf(await allOf(id))).to.equal('refused\nrefused\n');
    });
  });

  it('take a seccomp profile by its path', async function () {
    const profile = `${directory.path}/seccomp.json`;
    const deny = { names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO' };
    await writeFile(profile, JSON.stringify({ defaultAction: 'SCMP_ACT_ALLOW', syscalls: [deny] }));
    const command = ['sh', '-c', 'mkdir /tmp/x 2>/dev/null || echo refused'];
    const id = await started({ command, securityOptions: [`seccomp=${profile}`] });
    expect(textOf(await allOf(id))).to.equal('refused\n');
    const missing = aContainerSpec({
      identity: anIdentity({ owner }),
      securityOptions: ['seccomp=/nowhere.json'],
    });
    expect(faultOf(await runtime.create(missing, never))).to.equal('not-found');
  });

  describe('and their output', function () {
    const lines = 'i=0; while [ $i -lt 50 ]; do i=$((i+1)); echo out $i; echo err $i >&2; done';
    const long =
      'head -c 40000 /dev/zero | tr "\\0" x; echo; head -c 20000 /dev/zero | tr "\\0" y; echo; printf tail';

    for (const [what, script, over] of [
      ['lines on both streams', lines, {}],
      ['long lines and a last one without an end', long, {}],
      ['long lines in the engine’s other format', long, { logging: { driver: 'json-file', options: {} } }],
      ['lines on a terminal', lines, { tty: true }],
      ['long lines on a terminal', long, { tty: true }],
    ] as readonly (readonly [string, string, Partial<ContainerSpec>])[])
      it(`is resumed exactly from every position: ${what}`, async function () {
        const id = await started({ command: ['sh', '-c', script], ...over });
        await ended(id);
        const chunks = await allOf(id);
        for (const stream of ['stdout', 'stderr'] as const) {
          const of = (some: readonly LogChunk[]): string =>
            textOf(some.filter((chunk) => chunk.stream === stream));
          for (const [index, { position }] of chunks.entries())
            expect(of([...chunks.slice(0, index + 1), ...(await allOf(id, position))])).to.equal(of(chunks));
        }
      });

    it('is whole when it comes from a terminal', async function () {
      const id = await started({ command: ['sh', '-c', long], tty: true });
      const expected = `${'x'.repeat(40_000)}\r\n${'y'.repeat(20_000)}\r\ntail\n`;
      expect(textOf(await allOf(id))).to.equal(expected);
    });

    it('is whole though the engine began new files for it in between', async function () {
      const count = 60_000;
      const script = `i=0; while [ $i -lt ${count.toString()} ]; do i=$((i+1)); echo line $i; done`;
      const logging = { driver: 'local', options: { 'max-size': '512k', 'max-file': '20' } };
      const id = await started({ command: ['sh', '-c', script], logging });
      const expected = Array.from({ length: count }, (_, index) => `line ${(index + 1).toString()}\n`).join(
        '',
      );
      expect(textOf(await allOf(id)) === expected).to.equal(true);
    });

    it('ends at once when the engine keeps none', async function () {
      const id = await started({ command: ['echo', 'x'], logging: { driver: 'none', options: {} } });
      expect(await allOf(id)).to.deep.equal([]);
    });
  });
});
