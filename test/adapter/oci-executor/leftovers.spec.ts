import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { OciExecutor } from '../../../src/adapters/oci-executor/oci-executor.js';
import { defaultRootDirectories } from '../../../src/adapters/oci-executor/root-filesystem.js';
import { defaultLogBounds, defaultMakingBoundMs } from '../../../src/adapters/oci-executor/settings.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { ProcessTable } from '../../../src/domain/ports/process-table.js';
import { ok } from '../../../src/domain/shared/result.js';
import { aProcessSpec } from '../../../src/testing/builders/a-process-spec.js';
import { drained } from '../../../src/testing/contract/runtime-harness.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { mountsHere } from '../../support/mountinfo.js';
import { anExecutor, hostPorts, ociRuntimeNames, runtimePathHere } from '../../support/oci/an-executor.js';
import { TaskRunner } from '../../support/oci/task-runner.js';
import { processesBearing } from '../../../src/testing/processes.js';

const never = new AbortController().signal;

describe('what is left of a task', function () {
  this.timeout(60_000);
  let tasks: TaskRunner;

  beforeEach(async function () {
    tasks = await TaskRunner.open();
  });
  afterEach(() => tasks.close());

  const identityOf = async (id: InstanceId, name: string): Promise<{ readonly pid: number }> =>
    JSON.parse(await readFile(join(tasks.bundle(id), name), 'utf8')) as { readonly pid: number };

  it('is removed when its monitor was killed', async function () {
    const id = await tasks.start({ command: ['sleep', '1000'] });
    process.kill((await identityOf(id, 'monitor.json')).pid, 'SIGKILL');
    expect(valueOf(await tasks.executor.inspect(id, never)).state.phase).to.equal('running');
    await tasks.remove(id);
    expect(await tasks.traces(id)).to.deep.equal([]);
  });

  it('tells no exit when nobody saw it', async function () {
    const id = await tasks.start({ command: ['sleep', '1000'] });
    process.kill((await identityOf(id, 'monitor.json')).pid, 'SIGKILL');
    process.kill((await identityOf(id, 'task.json')).pid, 'SIGKILL');
    expect(await tasks.exit(id)).to.deep.include({ kind: 'unknown', oom: false });
    expect(await drained(tasks.executor.logs(id, undefined, never))).to.deep.equal(['end']);
  });

  it('tells no exit of one that ended while it was started', async function () {
    const id = await tasks.create({ command: ['sleep', '1000'] });
    // As a runtime leaves it that is killed in the middle of a start.
    await writeFile(join(tasks.bundle(id), 'started'), Date.now().toString());
    process.kill((await identityOf(id, 'task.json')).pid, 'SIGKILL');
    expect(await tasks.exit(id)).to.deep.include({ kind: 'unknown' });
  });

  it('is not started when nobody would see its exit', async function () {
    const id = await tasks.create({ command: ['sleep', '1000'] });
    const { pid } = await identityOf(id, 'monitor.json');
    process.kill(pid, 'SIGKILL');
    await eventually(async () => !(await processesBearing(id)).includes(pid));
    expect(faultOf(await tasks.executor.start(id, never))).to.equal('internal');
    expect(valueOf(await tasks.executor.inspect(id, never)).state.phase).to.equal('created');
  });

  it('is removed when the runtime has forgotten it', async function () {
    const id = await tasks.start({ command: ['sleep', '1000'] });
    await rm(join(tasks.directory, 'run', 'runtime', id), { recursive: true });
    await tasks.remove(id);
    expect(await tasks.traces(id)).to.deep.equal([]);
  });

  it('is removed when its records are torn', async function () {
    const id = await tasks.start({ command: ['sleep', '1000'] });
    for (const name of ['task.json', 'monitor.json', 'started'])
      await writeFile(join(tasks.bundle(id), name), '{');
    expect(valueOf(await tasks.executor.inspect(id, never)).state.phase).to.equal('running');
    await tasks.remove(id);
    await eventually(async () => {
      expect(await tasks.traces(id)).to.deep.equal([]);
    });
  });

  it('is removed by a second executor when the first one vanished in the middle of making it', async function () {
    const first = await anExecutor(tasks.directory, 'runc', { makingBoundMs: 3000 });
    const next = await anExecutor(tasks.directory, 'runc');
    for (let round = 0; round < 8; round++) {
      const spec = aProcessSpec({ command: ['sleep', '1000'] });
      const making = first.create(spec, never);
      const name = spec.name as InstanceId;
      // One of the programs that make it is killed, at another moment in each round.
      const victim = ['conmon', 'runc'][round % 2] ?? '';
      await eventually(async () => (await killOne(victim, name)) || (await hasAnswered(making)));
      await making;
      valueOf(await next.remove(name, never));
      await eventually(async () => {
        expect(await tasks.traces(name), `round ${round.toString()}`).to.deep.equal([]);
      });
      valueOf(await next.remove(valueOf(await next.create(spec, never)), never));
    }
  });

  for (const runtime of ociRuntimeNames) {
    /** An executor whose runtime does something more, in sh, once it has made a container. */
    const anExecutorThat = async (more: string): Promise<OciExecutor> => {
      const path = (await runtimePathHere(tasks.directory, runtime)) ?? runtime;
      const runtimePath = join(tasks.directory, `${runtime}-and-more`);
      const script = `case " $* " in *" create "*) ${path} "$@" && ${more}; exit;; esac`;
      await writeFile(runtimePath, `#!/bin/sh\n${script}\nexec ${path} "$@"\n`, { mode: 0o755 });
      return anExecutor(tasks.directory, runtime, { runtimePath });
    };

    it(`is given up soon, and is gone, when ${runtime} is killed and what it made lives on`, async function () {
      const executor = await anExecutorThat('kill -9 $$');
      const spec = aProcessSpec({ command: ['sleep', '1000'] });
      const answer = await within(10_000, executor.create(spec, never));
      expect(faultOf(answer)).to.equal('internal');
      expect(!answer.ok && answer.error.message).to.include('was killed');
      expect(await tasks.traces(spec.name)).to.deep.equal([]);
    });

    it(`is not given up while ${runtime} takes its time after it was made`, async function () {
      const executor = await anExecutorThat('sleep 3.5');
      const id = valueOf(await executor.create(aProcessSpec({ command: ['sleep', '1000'] }), never));
      valueOf(await executor.start(id, never));
      expect(valueOf(await executor.inspect(id, never)).state.phase).to.equal('running');
      valueOf(await executor.remove(id, never));
      expect(await tasks.traces(id)).to.deep.equal([]);
    });
  }

  it('is not made any more once it is removed, whoever began that and vanished', async function () {
    const runtimePath = join(tasks.directory, 'slow-runc');
    const gate = join(tasks.directory, 'gate');
    const spec = aProcessSpec({ command: ['sleep', '1000'] });
    const name = spec.name as InstanceId;
    // As if it had read all that it needs by the time that this is taken off the host.
    const [bundle, copy] = [tasks.bundle(name), join(tasks.directory, 'copy')];
    const lingering = `cp -a ${bundle} ${copy}; until [ -e ${gate} ]; do sleep 0.01; done; cp -a ${copy} ${bundle}`;
    const script = `#!/bin/sh\ncase " $* " in *" create "*) ${lingering};; esac\nexec runc "$@"\n`;
    await writeFile(runtimePath, script, { mode: 0o755 });
    const first = await anExecutor(tasks.directory, 'runc', { runtimePath });
    const making = first.create(spec, never);
    await eventually(() => existsSync(join(copy, 'root')));
    // As if it had vanished before it could note its monitor.
    await rm(join(tasks.bundle(name), 'monitor.json'), { force: true });
    valueOf(await (await anExecutor(tasks.directory, 'runc')).remove(name, never));
    await writeFile(gate, '');
    expect(faultOf(await within(10_000, making))).to.equal('internal');
    expect(await processesBearing(name)).to.deep.equal([]);
    expect(await tasks.traces(name)).to.deep.equal([]);
  });

  it('is nothing when a start can not be prepared, whatever is wrong', async function () {
    for (const [over, kind] of [
      [{ user: 'wharf-nobody-is-called-so' }, 'not-found'],
      [{ command: ['/nowhere'] }, 'invalid-spec'],
      [{ command: ['a\0b'] }, 'invalid-spec'],
      [{ rlimits: [{ name: 'nonsense', soft: 1, hard: 1 }] }, 'invalid-spec'],
      [{ devices: [{ hostPath: '/dev/nowhere', taskPath: '/dev/x', permissions: 'r' }] }, 'not-found'],
      [{ devices: [{ hostPath: '/etc/passwd', taskPath: '/dev/x', permissions: 'r' }] }, 'invalid-spec'],
      [{ mounts: [{ kind: 'volume', source: 'v', target: '/v', readOnly: false }] }, 'invalid-spec'],
      [{ workDir: 'relative' }, 'invalid-spec'],
      [{ name: '../outside' }, 'invalid-spec'],
      [{ isolation: { kind: 'host' }, workDir: '/nowhere' }, 'not-found'],
      // This one only the runtime finds out.
      [{ rlimits: [{ name: 'nofile', soft: 2, hard: 1 }] }, 'internal'],
    ] as const) {
      const spec = aProcessSpec({ command: ['true'], ...over });
      expect(faultOf(await tasks.executor.create(spec, never)), JSON.stringify(over)).to.equal(kind);
      expect(await tasks.traces(spec.name)).to.deep.equal([]);
    }
  });

  it('is made in a control group that holds its place before a runtime looks for it', async function () {
    const seen = join(tasks.directory, 'seen');
    const runtimePath = join(tasks.directory, 'looking-runc');
    const looking = `for a in "$@"; do [ "$a" != create ] || ls -d /sys/fs/cgroup/wharf/* /sys/fs/cgroup/*/wharf/* > ${seen}; done`;
    await writeFile(runtimePath, `#!/bin/sh\n${looking}\nexec runc "$@"\n`, { mode: 0o755 });
    const executor = await anExecutor(tasks.directory, 'runc', { runtimePath });
    const id = valueOf(await executor.create(aProcessSpec(), never));
    const groups = (await mountsHere()).filter(({ fileSystem }) => fileSystem.startsWith('cgroup'));
    const held = (await readFile(seen, 'utf8')).split('\n');
    for (const { mountPoint } of groups) expect(held).to.include(join(mountPoint, 'wharf', id));
    valueOf(await executor.remove(id, never));
    expect(await tasks.traces(id)).to.deep.equal([]);
  });

  it('signals no stranger who got its pid', async function () {
    const id = await tasks.start({ command: ['sleep', '1000'] });
    const asked: string[] = [];
    const ports = hostPorts();
    const processes: ProcessTable = {
      identify: (pid) => ports.processes.identify(pid),
      program: (one) => ports.processes.program(one),
      offspring: (ancestor, among) => ports.processes.offspring(ancestor, among),
      // As if its pid had come to belong to another since.
      isAlive: async (identity) =>
        identity.pid === (await identityOf(id, 'task.json')).pid
          ? ok(false)
          : ports.processes.isAlive(identity),
      bearing: (texts) => ports.processes.bearing(texts),
      signal: (identity, name) => {
        asked.push(`${name} to ${identity.pid.toString()}`);
        return ports.processes.signal(identity, name);
      },
    };
    const executor = new OciExecutor(
      {
        runDirectory: join(tasks.directory, 'run'),
        outputDirectory: join(tasks.directory, 'output'),
        runtime: 'runc',
        runtimePath: undefined,
        conmonPath: undefined,
        rootDirectories: defaultRootDirectories,
        logs: defaultLogBounds,
        makingBoundMs: defaultMakingBoundMs,
      },
      { ...ports, processes },
    );
    valueOf(await executor.signal(id, 'SIGKILL', never));
    expect(asked).to.deep.equal([]);
    expect(valueOf(await tasks.executor.inspect(id, never)).state.phase).to.equal('running');
  });
});

/** Kills the first process of this program that works on the instance. */
async function killOne(program: string, name: string): Promise<boolean> {
  for (const pid of await processesBearing(name)) {
    const comm = await readFile(`/proc/${pid.toString()}/comm`, 'utf8').catch(() => '');
    if (comm.trim() !== program) continue;
    try {
      process.kill(pid, 'SIGKILL');
      return true;
    } catch {
      return false;
    }
  }
  return false;
}

const hasAnswered = (making: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    making.then(() => true),
    new Promise<boolean>((resolve) =>
      setImmediate(() => {
        resolve(false);
      }),
    ),
  ]);
