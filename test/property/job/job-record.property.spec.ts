import { expect } from 'chai';
import fc from 'fast-check';

import { readJobRecord, writeJobRecord } from '../../../src/domain/job/job-record.js';
import { signalNames } from '../../../src/domain/model/signals.js';
import type { Json, JsonObject } from '../../../src/domain/shared/json.js';
import { aGroup, aJob, aTask } from '../../../src/testing/builders/a-job.js';
import { anyJob } from '../../support/any-job.js';
import { anyJson } from '../../support/any-json.js';
import { inOneLine } from '../../support/reading.js';

const overTheWire = (record: JsonObject): Json => JSON.parse(JSON.stringify(record)) as Json;
const problemsOf = (record: Json): readonly string[] => {
  const read = readJobRecord(record);
  return read.ok ? [] : read.error.map(inOneLine);
};

describe('The record of a job', function () {
  it('gives back the very job that was written', function () {
    fc.assert(
      fc.property(anyJob, (job) => {
        expect(readJobRecord(overTheWire(writeJobRecord(job)))).to.deep.equal({ ok: true, value: job });
      }),
    );
  });

  it('is the same after JSON as before', function () {
    fc.assert(
      fc.property(anyJob, (job) => {
        const record = writeJobRecord(job);
        expect(overTheWire(record)).to.deep.equal(record);
      }),
    );
  });

  it('gives a job or a problem, whatever it is given', function () {
    fc.assert(
      fc.property(anyJson, (json) => {
        const read = readJobRecord(json);
        expect(read.ok ? 1 : read.error.length).to.be.at.least(1);
      }),
    );
  });

  it('tells all that is wrong with it, each with its place', function () {
    const job = aJob({ groups: [aGroup({ tasks: [aTask()] })] });
    const record = writeJobRecord(job) as JsonObject & {
      groups: { tasks: Record<string, Json>[]; count: Json }[];
    };
    const [group] = record.groups;
    if (group?.tasks[0] === undefined) expect.fail('a job without a task');
    group.count = 'many';
    group.tasks[0]['killSignal'] = 'SIGNONE';
    group.tasks[0]['resurces'] = {};
    delete group.tasks[0]['driver'];
    expect(problemsOf(record)).to.deep.equal([
      'job.groups[0].count must be a number, not "many"',
      'job.groups[0].tasks[0].resurces is not known here | did you mean "resources"?',
      'job.groups[0].tasks[0].driver is required: a string',
      `job.groups[0].tasks[0].killSignal must be one of ${signalNames.map((name) => `"${name}"`).join(', ')}, not "SIGNONE"`,
    ]);
  });

  it('is refused when it is no block', function () {
    for (const json of [null, [], 'job', 1]) expect(problemsOf(json)).to.deep.equal(['job must be a block']);
  });
});
