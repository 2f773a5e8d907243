import { expect } from 'chai';

import { type Deadlines, defaultDeadlines } from '../../../src/adapters/docker-engine/deadlines.js';
import { DockerEngineRuntime } from '../../../src/adapters/docker-engine/docker-engine-runtime.js';
import { readObject, readSightings } from '../../../src/adapters/docker-engine/container/read-object.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import type { Json, JsonObject } from '../../../src/domain/shared/json.js';
import { type Answering, type FakeEngine, fakeEngine, sendJson } from '../../support/engine/fake-engine.js';
import { within } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { engineHost } from '../../support/engine/engine-host.js';
import { hostClock } from '../../support/host-clock.js';

const never = new AbortController().signal;
const created = 1_795_472_694;
const nothing = { by: 'labels', owner: '', kind: '', alloc: '', attempt: '' };

const labelled = (over: JsonObject = {}): JsonObject => ({
  Id: 'abc',
  Names: ['/web'],
  Created: created,
  State: 'running',
  Labels: { 'wharf.owner': 'me' },
  Mounts: [],
  ...over,
});

const mounts = ['/alloc', '/local', '/secrets'].map((place) => ({
  Type: 'bind',
  Source: `/srv${place}`,
  Destination: place,
}));
const unlabelled = (over: JsonObject = {}): JsonObject => labelled({ Labels: null, Mounts: mounts, ...over });

describe('The list of an engine, to see whose its containers are', function () {
  const sees = (answer: Json): Json => readSightings(answer) as unknown as Json;

  it('tells by the labels alone', function () {
    const object = {
      id: 'abc',
      createdAt: created * 1000,
      claim: { ...nothing, owner: 'me', kind: 'task', alloc: 'a', attempt: 't' },
    };
    const labels = { 'wharf.owner': 'me', 'wharf.kind': 'task', 'wharf.alloc': 'a', 'wharf.attempt': 't' };
    expect(sees([labelled({ Labels: labels })])).to.deep.equal([{ object, more: 'no' }]);
  });

  for (const state of [
    'created',
    'running',
    'paused',
    'restarting',
    'exited',
    'dead',
    'removing',
    'x',
    null,
    7,
  ])
    it(`tells of one that is ${JSON.stringify(state)}`, function () {
      expect(sees([labelled({ State: state })])).to.have.nested.property('[0].object.claim.owner', 'me');
    });

  it('loses nothing for odd labels, names and numbers', function () {
    const odd: readonly JsonObject[] = [
      { Names: null },
      { Names: 7, State: null, Mounts: null },
      { Labels: { 'wharf.owner': 'me', 'wharf.kind': null, 'wharf.alloc': 7, 'wharf.attempt': {} } },
      { Labels: JSON.parse('{"__proto__": {"wharf.kind": "task"}, "wharf.owner": "me"}') as JsonObject },
      { Labels: { 'wharf.owner': 'me', large: 'x'.repeat(1024 * 1024) } },
      { Mounts: [null, 7, 'x', [], {}, { Type: 'bind', Source: 7, Destination: null }] },
    ];
    for (const over of odd)
      expect(sees([labelled(over)]), JSON.stringify(over).slice(0, 80)).to.deep.equal([
        { object: { id: 'abc', createdAt: created * 1000, claim: { ...nothing, owner: 'me' } }, more: 'no' },
      ]);
    expect(sees([labelled({ Labels: { 'wharf.owner': null } })])).to.have.deep.nested.property(
      '[0].object.claim',
      nothing,
    );
  });

  for (const moment of [2 ** 60, 2 ** 53 + 2, -1, 0, 1.0001, 'x', null, undefined])
    it(`does not make up an age of ${String(moment)}`, function () {
      expect(sees([labelled({ Created: moment })])).to.have.nested.property(
        '[0].object.createdAt',
        undefined,
      );
    });

  it('leaves it to an inspect what has no owner but the mounts of a task', function () {
    expect(sees([unlabelled()])).to.have.nested.property('[0].more', 'yes');
    for (const missing of mounts) {
      const others = mounts.filter((mount) => mount !== missing);
      for (const [what, instead] of [
        ['nothing', []],
        ['a volume', [{ ...missing, Type: 'volume' }]],
        ['something elsewhere', [{ ...missing, Destination: '/x' }]],
      ] as const)
        expect(sees([unlabelled({ Mounts: [...others, ...instead] })]), what).to.have.nested.property(
          '[0].more',
          'perhaps',
        );
    }
  });

  it('leaves it to an inspect what the labels and the mounts are when they make no sense', function () {
    for (const over of [{ Labels: 'x' }, { Labels: [] }, { Mounts: {} }, { Mounts: 7 }])
      expect(sees([unlabelled({ Mounts: [], ...over })])).to.have.nested.property('[0].more', 'yes');
  });

  it('is not taken for less than there is when any part of it makes no sense', function () {
    for (const answer of [null, {}, 'x', 7, true]) expect(readSightings(answer)).to.equal(undefined);
    for (const item of [null, 7, 'x', [], {}]) expect(readSightings([labelled(), item])).to.equal(undefined);
    for (const over of [{ Id: 7 }, { Id: '' }, { Id: undefined }, { Id: ['abc'] }])
      expect(readSightings([labelled(), labelled(over)]), JSON.stringify(over)).to.equal(undefined);
  });
});

describe('The inspect of an engine, to see whose a container is', function () {
  const inspect = (config: JsonObject, over: JsonObject = {}): JsonObject => ({
    Id: 'abc',
    Created: '2026-11-23T22:24:54.057927287Z',
    Config: config,
    Mounts: mounts,
    ...over,
  });

  it('tells by its labels, whatever else it has', function () {
    expect(readObject(inspect({ Labels: { 'wharf.owner': 'me' }, Env: ['A=b'] }))).to.deep.equal({
      id: 'abc',
      createdAt: Date.parse('2026-11-23T22:24:54.057Z'),
      claim: { ...nothing, owner: 'me' },
    });
  });

  it('tells its environment and what of the host is mounted in it, by place, where it has no label', function () {
    const environment = ['A=b=c', 'EMPTY=', 'NONE', '=x', null, 7, '__proto__=p', 'L=1\n2'] as Json;
    const read = readObject(
      inspect(
        { Labels: {}, Env: environment },
        { Mounts: [...mounts.toReversed(), { Type: 'volume' }, null] },
      ),
    );
    const claim = read?.claim.by === 'likeness' ? read.claim : undefined;
    expect(Object.entries(claim?.environment ?? {})).to.deep.equal([
      ['A', 'b=c'],
      ['EMPTY', ''],
      ['__proto__', 'p'],
      ['L', '1\n2'],
    ]);
    expect(claim?.mounts).to.deep.equal(
      mounts.map(({ Source: source, Destination: target }) => ({ source, target })),
    );
  });

  it('is of a container without anything that tells whose it is, too', function () {
    for (const config of [null, {}, { Labels: 7, Env: 7 }])
      expect(readObject({ Id: 'abc', Config: config as Json })).to.deep.equal({
        id: 'abc',
        createdAt: undefined,
        claim: { by: 'likeness', environment: {}, mounts: [] },
      });
  });

  it('is none without an id', function () {
    for (const answer of [null, 7, [], {}, { Id: '' }, { Id: 7 }])
      expect(readObject(answer)).to.equal(undefined);
  });
});

describe('A survey of an engine', function () {
  let engine: FakeEngine;
  let runtime: DockerEngineRuntime;

  const against = async (answer: Answering, deadlines: Deadlines = defaultDeadlines): Promise<void> => {
    engine = await fakeEngine(answer);
    runtime = new DockerEngineRuntime({
      endpoint: engine.endpoint,
      clock: hostClock,
      deadlines,
      host: engineHost,
    });
  };
  const asked = (): readonly string[] => engine.requests.map(({ url }) => url.replace(/^\/v[\d.]+/, ''));
  const isList = (url: string): boolean => url.includes('/containers/json');

  afterEach(async function () {
    runtime.close();
    await engine.close();
  });

  it('takes one list and no inspect for any number of labelled containers', async function () {
    const many = Array.from({ length: 200 }, (_, index) => labelled({ Id: `c${index.toString()}` }));
    await against((_, response) => {
      sendJson(response, many);
    });
    expect(valueOf(await runtime.survey('cursory', never))).to.have.length(200);
    expect(asked()).to.deep.equal(['/version', '/containers/json?all=true']);
  });

  it('inspects only what might be a task of ours', async function () {
    const foreign = labelled({ Id: 'foreign', Labels: {} });
    await against(({ url }, response) => {
      if (isList(url)) sendJson(response, [labelled(), foreign, unlabelled({ Id: 'like' })]);
      else sendJson(response, { Id: 'like', Config: {}, Mounts: mounts });
    });
    expect(valueOf(await runtime.survey('cursory', never)).map(({ id }) => id)).to.deep.equal([
      'abc',
      'like',
    ]);
    expect(asked().filter((url) => !isList(url))).to.deep.equal(['/version', '/containers/like/json']);
  });

  it('inspects each only once, as long as it is there', async function () {
    let list: readonly JsonObject[] = [unlabelled({ Id: 'like' }), labelled()];
    await against(({ url }, response) => {
      sendJson(response, isList(url) ? list : { Id: 'like', Config: { Env: ['A=b'] }, Mounts: mounts });
    });
    const inspects = (): number => asked().filter((url) => url === '/containers/like/json').length;
    const first = valueOf(await runtime.survey('cursory', never));
    expect(valueOf(await runtime.survey('cursory', never))).to.deep.equal(first);
    expect([first.length, inspects()]).to.deep.equal([2, 1]);
    const before = list;
    list = [labelled()];
    expect(valueOf(await runtime.survey('cursory', never))).to.have.length(1);
    list = before;
    expect(valueOf(await runtime.survey('cursory', never))).to.have.length(2);
    expect(inspects()).to.equal(2);
  });

  it('inspects all without a label when it is thorough, and tells what the list does of one that can not be', async function () {
    const foreign = ['calm', 'sick', 'gone'].map((Id) =>
      labelled({ Id, Labels: {}, Mounts: mounts.slice(1) }),
    );
    await against(({ url }, response) => {
      if (isList(url)) sendJson(response, [labelled(), ...foreign]);
      else if (url.includes('calm')) sendJson(response, { Id: 'calm', Config: { Env: ['A=b'] } });
      else sendJson(response, {}, url.includes('sick') ? 500 : 404);
    });
    const objects = valueOf(await runtime.survey('thorough', never));
    expect(objects.map(({ id }) => id)).to.deep.equal(['abc', 'calm', 'sick']);
    expect(objects).to.have.deep.nested.property('[1].claim.environment', { A: 'b' });
    expect(objects).to.have.nested.property('[2].claim.mounts').that.has.length(2);
    expect(asked().filter((url) => !isList(url))).to.have.length(4);
  });

  it('leaves out one in whose place an inspect shows another', async function () {
    await against(({ url }, response) => {
      sendJson(response, isList(url) ? [unlabelled({ Id: 'a1' }), labelled()] : { Id: 'a12', Config: {} });
    });
    expect(valueOf(await runtime.survey('cursory', never)).map(({ id }) => id)).to.deep.equal(['abc']);
  });

  for (const [what, list] of [
    ['is no list', { message: 'x' }],
    ['has an item that is no container', [labelled(), null]],
  ] as const)
    it(`fails when the answer ${what}`, async function () {
      await against((_, response) => {
        sendJson(response, list);
      });
      expect(faultOf(await runtime.survey('cursory', never))).to.equal('unavailable');
    });

  it('fails when an inspect shows no container', async function () {
    await against(({ url }, response) => {
      sendJson(response, isList(url) ? [unlabelled()] : {});
    });
    expect(faultOf(await runtime.survey('cursory', never))).to.equal('unavailable');
    expect(faultOf(await runtime.identify('abc' as InstanceId, never))).to.equal('unavailable');
  });

  it('fails, within its bound, when an inspect is not answered', async function () {
    await against(
      ({ url }, response) => {
        if (isList(url)) sendJson(response, [labelled(), unlabelled({ Id: 'sick' })]);
      },
      { ...defaultDeadlines, list: 300 },
    );
    const answer = await within(3000, runtime.survey('cursory', never));
    expect(answer).to.have.nested.property('error.kind', 'unavailable');
    expect(answer)
      .to.have.nested.property('error.message')
      .that.matches(/^survey: not done in time, after 3\d\dms, with a bound of 300ms: identify sick: /);
  });
});
