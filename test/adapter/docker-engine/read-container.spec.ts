import { expect } from 'chai';
import fc from 'fast-check';

import {
  readContainer,
  readList,
  readOutputFacts,
} from '../../../src/adapters/docker-engine/container/read-container.js';
import { readEngine, readTraits } from '../../../src/adapters/docker-engine/container/read-engine.js';
import { readObject, readSightings } from '../../../src/adapters/docker-engine/container/read-object.js';
import { readUsage } from '../../../src/adapters/docker-engine/container/read-usage.js';
import { readHint } from '../../../src/adapters/docker-engine/output/read-hint.js';
import { labelsOf } from '../../../src/domain/model/identity.js';
import type { InstanceState } from '../../../src/domain/model/instance.js';
import type { Json, JsonObject } from '../../../src/domain/shared/json.js';
import { anIdentity } from '../../../src/testing/builders/an-identity.js';
import { valueOf } from '../../../src/testing/expect-result.js';

const identity = anIdentity();
const zero = '0001-01-01T00:00:00Z';
const started = '2026-11-23T22:24:54.342014413Z';
const finished = '2026-11-23T22:25:54.342014413Z';
const startedAt = Date.parse(started);
const finishedAt = Date.parse(finished);

const anInspect = (state: JsonObject): JsonObject => ({
  Id: 'abc',
  Name: '/web',
  Created: '2026-11-23T22:24:54.057927287Z',
  Config: { Labels: labelsOf(identity), Tty: false },
  State: { Pid: 0, ExitCode: 0, OOMKilled: false, StartedAt: zero, FinishedAt: zero, ...state },
});

const stateOf = (state: JsonObject): InstanceState => valueOf(readContainer(anInspect(state))).state;

describe('What an engine shows of a container', function () {
  it('is read into an instance', function () {
    expect(readContainer(anInspect({ Status: 'created' }))).to.deep.equal({
      ok: true,
      value: {
        id: 'abc',
        name: 'web',
        identity,
        createdAt: Date.parse('2026-11-23T22:24:54.057Z'),
        state: { phase: 'created' },
      },
    });
  });

  for (const status of ['running', 'paused'])
    it(`has a process when it is ${status}`, function () {
      const state = stateOf({ Status: status, Pid: 42, StartedAt: started, FinishedAt: zero });
      expect(state).to.deep.equal({ phase: 'running', pid: 42, startedAt });
    });

  for (const status of ['exited', 'dead', 'removing']) {
    it(`tells its exit when it is ${status}`, function () {
      const ended = { Status: status, StartedAt: started, FinishedAt: finished };
      expect(stateOf({ ...ended, ExitCode: 7 })).to.deep.equal({
        phase: 'exited',
        exit: { kind: 'code', code: 7, oom: false },
        startedAt,
        finishedAt,
      });
      expect(stateOf({ ...ended, ExitCode: 137, OOMKilled: true })).to.deep.include({
        exit: { kind: 'signal', signal: 'SIGKILL', oom: true },
      });
    });

    it(`never invents a 0 when it is ${status}`, function () {
      for (const code of [undefined, null, '0', -1, 1.5]) {
        const ended = { Status: status, StartedAt: started, FinishedAt: finished };
        const state = stateOf({ ...ended, ExitCode: code });
        expect(state).to.have.nested.property('exit.kind', 'unknown');
      }
    });
  }

  it('is unknown when it never ran and is being removed, or in any other state', function () {
    for (const state of [
      { Status: 'removing' },
      { Status: 'dead' },
      { Status: 'restarting' },
      {},
      { Status: 7 },
    ])
      expect(stateOf(state).phase).to.equal('unknown');
  });

  it('is unknown when it says that it runs, but not as what', function () {
    expect(stateOf({ Status: 'running', Pid: 0, StartedAt: started }).phase).to.equal('unknown');
    expect(stateOf({ Status: 'running', Pid: 42, StartedAt: zero }).phase).to.equal('unknown');
  });

  it('has the stop signal of its image, by name or number', function () {
    const shown = anInspect({ Status: 'created' });
    const stopping = (signal: Json): unknown => {
      const config = { Labels: labelsOf(identity), StopSignal: signal };
      return valueOf(readContainer({ ...shown, Config: config })).stopSignal;
    };
    expect(stopping('SIGQUIT')).to.equal('SIGQUIT');
    expect(stopping('3')).to.equal('SIGQUIT');
    expect(stopping('nonsense')).to.equal(undefined);
  });

  it('is none of ours without a complete identity', function () {
    const incomplete = Object.fromEntries(
      Object.entries(labelsOf(identity)).filter(([label]) => label !== 'wharf.task'),
    );
    for (const labels of [undefined, null, {}, [], 'x', incomplete, { ...incomplete, 'wharf.task': 7 }]) {
      const shown = { ...anInspect({ Status: 'created' }), Config: { Labels: labels as Json } };
      expect(readContainer(shown).ok).to.equal(false);
    }
  });

  it('tells a reader of its output what to expect', function () {
    expect(readOutputFacts(anInspect({ Status: 'created' }))).to.deep.equal({
      when: 'before-start',
      terminal: false,
    });
    expect(readOutputFacts(anInspect({ Status: 'paused' })).when).to.equal('running');
    expect(readOutputFacts(anInspect({ Status: 'exited' })).when).to.equal('after-end');
    expect(readOutputFacts({ Config: { Tty: true } }).terminal).to.equal(true);
  });
});

describe('The list of an engine', function () {
  const item = (over: JsonObject = {}): JsonObject => ({
    Id: 'abc',
    Names: ['/web'],
    Created: 1_795_472_694,
    Labels: labelsOf(identity),
    ...over,
  });

  it('is read into what is ours', function () {
    expect(readList([item()])).to.deep.equal([
      { id: 'abc', name: 'web', identity, createdAt: 1_795_472_694_000 },
    ]);
  });

  it('may hold anything else', function () {
    const odd = [item({ Labels: null }), item({ Labels: 7 }), item({ Labels: { 'wharf.owner': 'me' } })];
    expect(readList([...odd, item({ Names: null, Created: 'x' })])).to.deep.equal([
      { id: 'abc', name: '', identity, createdAt: 0 },
    ]);
  });

  it('is not taken for empty when it is no list', function () {
    for (const answer of [null, {}, 'x', 7, true]) expect(readList(answer)).to.equal(undefined);
  });

  it('is not taken for less than there is when something in it has no id', function () {
    for (const odd of [null, 7, 'x', [], {}, item({ Id: 7 }), item({ Id: '' })])
      expect(readList([item(), odd])).to.equal(undefined);
  });

  it('does not make up an age', function () {
    for (const Created of [2 ** 53, -1, 1e300, null, 'x'])
      expect(readList([item({ Created })])).to.have.nested.property('[0].createdAt', 0);
  });
});

describe('A sample of statistics', function () {
  const sample = (memory: JsonObject, pids: JsonObject): JsonObject => ({
    memory_stats: memory,
    pids_stats: pids,
    cpu_stats: { cpu_usage: { total_usage: 22_062_449 } },
  });

  it('leaves out the page cache that can be taken back, in either hierarchy', function () {
    const used = { memoryBytes: 900, cpuUs: 22_062, pids: 3 };
    const v1 = { usage: 1000, stats: { total_inactive_file: 100, inactive_file: 7 } };
    expect(readUsage(sample(v1, { current: 3 }))).to.deep.equal(used);
    const v2 = { usage: 1000, stats: { inactive_file: 100 } };
    expect(readUsage(sample(v2, { current: 3 }))).to.deep.equal(used);
  });

  it('is none when the container does not run', function () {
    expect(readUsage(sample({}, {}))).to.equal(undefined);
  });
});

describe('What an engine tells about itself', function () {
  it('is described for people and for job files', function () {
    const info = {
      ServerVersion: '20.10.24',
      OSType: 'linux',
      CgroupDriver: 'cgroupfs',
      CgroupVersion: '1',
      Driver: 'overlay2',
      Runtimes: { runc: {}, crun: {} },
    };
    expect(readEngine(info, { major: 1, minor: 41 })).to.deep.equal({
      summary: 'Docker Engine 20.10.24 (API 1.41)',
      version: '20.10.24',
      attributes: {
        version: '20.10.24',
        api_version: '1.41',
        os_type: 'linux',
        cgroup_driver: 'cgroupfs',
        cgroup_version: '1',
        storage_driver: 'overlay2',
        runtimes: 'crun,runc',
      },
    });
    expect(readTraits(info, { major: 1, minor: 41 }).cgroup).to.equal('v1');
    expect(readTraits({ CgroupVersion: '2' }, { major: 1, minor: 41 }).cgroup).to.equal('v2');
    expect(readTraits(null, { major: 1, minor: 41 }).cgroup).to.equal(undefined);
  });
});

describe('Whatever an engine answers', function () {
  const keys = fc.constantFrom(
    'Id',
    'Names',
    'Labels',
    'Mounts',
    'State',
    'Status',
    'Config',
    'Pid',
    'StartedAt',
    'Actor',
    'ID',
  );
  const { value: anything } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.string(),
      fc.constantFrom('running', 'exited', started, zero),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(keys, tie('value'), { maxKeys: 6 }),
    ),
  }));

  it('nothing that reads it throws', function () {
    const api = { major: 1, minor: 41 };
    fc.assert(
      fc.property(anything, (answer) => {
        const readers = [
          readContainer,
          readList,
          readOutputFacts,
          readUsage,
          readHint,
          readObject,
          readSightings,
        ];
        for (const read of readers) read(answer);
        readEngine(answer, api);
        readTraits(answer, api);
      }),
      { numRuns: 500 },
    );
  });
});
