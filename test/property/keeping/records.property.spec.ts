import { expect } from 'chai';
import fc from 'fast-check';

import { allocationRecord, writeAllocationRecord } from '../../../src/domain/keeping/allocation-record.js';
import { eventRecord } from '../../../src/domain/keeping/event-record.js';
import type { Happening, NumberedEvent } from '../../../src/domain/model/event.js';
import type { Exit } from '../../../src/domain/model/exit.js';
import type { AllocId, AttemptToken } from '../../../src/domain/model/ids.js';
import type { KeptAllocation, TaskProgress } from '../../../src/domain/model/kept-allocation.js';
import type { Failure } from '../../../src/domain/model/report.js';
import { signalNames } from '../../../src/domain/model/signals.js';
import type { Json } from '../../../src/domain/shared/json.js';
import { anyJson, anyText } from '../../support/any-json.js';
import { anyJob } from '../../support/any-job.js';
import { at } from '../../../src/testing/builders/an-identity.js';
import { reading } from '../../support/reading.js';

const asKept = (record: unknown): Json => JSON.parse(JSON.stringify(record)) as Json;
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const instant = fc.nat().map(at);
const oom = fc.boolean();

const exit: fc.Arbitrary<Exit> = fc.oneof(
  fc.record({ kind: fc.constant('code' as const), code: fc.nat(255), oom }),
  fc.record({ kind: fc.constant('signal' as const), signal: fc.constantFrom(...signalNames), oom }),
  fc.record({ kind: fc.constant('unknown' as const), why: anyText, oom }),
);

const failure: fc.Arbitrary<Failure> = fc.record({ message: anyText, remedy: maybe(anyText) });

const progress: fc.Arbitrary<TaskProgress> = fc.record({
  phase: fc.constantFrom('waiting', 'active', 'exited', 'ended'),
  outcome: maybe(fc.constantFrom('complete', 'failed', 'stopped', 'not-started')),
  exit: maybe(exit),
  attempt: maybe(anyText as fc.Arbitrary<AttemptToken>),
  restarts: fc.array(instant),
  startedAt: maybe(instant),
  finishedAt: maybe(instant),
  failure: maybe(failure),
});

/** Of the first group that has the name, since a name tells it. */
const kept: fc.Arbitrary<KeptAllocation> = fc
  .tuple(anyJob, anyText, fc.nat(), fc.nat(), fc.boolean())
  .filter(([job]) => job.groups.length > 0)
  .chain(([job, id, index, submitted, wanted]) =>
    fc.record({
      allocation: fc.constantFrom(...job.groups).map(({ name }) => ({
        id: id as AllocId,
        index,
        job,
        group: job.groups.find((group) => group.name === name) ?? expect.fail(),
      })),
      submittedAt: fc.constant(at(submitted)),
      ports: fc.dictionary(anyText, fc.nat(65_535)),
      cpusets: fc.dictionary(anyText, anyText),
      logs: maybe(anyText),
      wanted: fc.constant(wanted),
      tasks: fc.dictionary(anyText, progress, { maxKeys: 3 }),
    }),
  );

const text = { message: anyText };
const why = { why: anyText };
const type = <const Type extends string>(word: Type): { readonly type: fc.Arbitrary<Type> } => ({
  type: fc.constant(word),
});

const counts = fc.record({ layers: fc.nat(), layersDone: fc.nat(), bytes: fc.nat(), bytesTotal: fc.nat() });

const happenings: { readonly [Type in Happening['type']]: fc.Arbitrary<Extract<Happening, { type: Type }>> } =
  {
    received: fc.record(type('received')),
    pulling: fc.record({ ...type('pulling'), image: anyText, progress: maybe(counts) }),
    pulled: fc.record({ ...type('pulled'), image: anyText }),
    started: fc.record(type('started')),
    'start-failed': fc.record({ ...type('start-failed'), ...text, remedy: maybe(anyText) }),
    exited: fc.record({ ...type('exited'), exit }),
    restarting: fc.record({ ...type('restarting'), delayMs: fc.nat(), ...why }),
    'not-restarting': fc.record({ ...type('not-restarting'), ...why }),
    stopping: fc.record({ ...type('stopping'), ...why }),
    killing: fc.record(type('killing')),
    stuck: fc.record({ ...type('stuck'), ...text }),
    warning: fc.record({ ...type('warning'), ...text }),
  };

const event: fc.Arbitrary<NumberedEvent> = fc.record({
  number: fc.integer({ min: 1, max: 2 ** 50 }),
  event: fc.record({
    at: instant,
    alloc: anyText as fc.Arbitrary<AllocId>,
    allocName: anyText,
    task: anyText,
    what: fc.oneof(...(Object.values(happenings) as fc.Arbitrary<Happening>[])),
  }),
});

describe('The record of an allocation', function () {
  it('gives back the very allocation that was kept', function () {
    fc.assert(
      fc.property(kept, (one) => {
        const read = reading(allocationRecord, asKept(writeAllocationRecord(one)));
        expect(read).to.deep.equal({ value: one, problems: [] });
      }),
    );
  });

  it('gives an allocation or a problem, whatever it is given', function () {
    fc.assert(
      fc.property(anyJson, (json) => {
        const { value, problems } = reading(allocationRecord, json);
        expect(value === undefined).to.equal(problems.length > 0);
      }),
    );
  });

  it('is refused when its group is none of its job', function () {
    fc.assert(
      fc.property(kept, (one) => {
        const record = { ...writeAllocationRecord(one), group: 'no such group' };
        expect(reading(allocationRecord, asKept(record)).problems).to.deep.equal([
          'x.group is no group of its job',
        ]);
      }),
    );
  });
});

describe('The record of an event', function () {
  it('gives back the very event that was recorded', function () {
    fc.assert(
      fc.property(event, (one) => {
        expect(reading(eventRecord, asKept(one))).to.deep.equal({ value: one, problems: [] });
      }),
    );
  });

  it('is refused when it tells of something that is not known', function () {
    const what = { type: 'exploded' };
    const record = { number: 1, event: { at: 1, alloc: 'a', allocName: 'a', task: 'a', what } };
    expect(reading(eventRecord, record).problems.join()).to.match(/^x\.event\.what\.type must be one of/);
  });
});
