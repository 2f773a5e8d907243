import { expect } from 'chai';

import {
  type InstanceRecord,
  readClaimed,
  readInstanceRecord,
  readProcessIdentity,
  writeInstanceRecord,
  writeProcessIdentity,
} from '../../../src/adapters/oci-executor/instance-record.js';
import { anIdentity, at } from '../../../src/testing/builders/an-identity.js';

const record: InstanceRecord = {
  name: 'wharf-x',
  identity: anIdentity({ job: 'Zoë\'s "job"\n' }),
  createdAt: at(4711),
  bootId: 'boot',
  runtime: '/usr/bin/runc',
};

describe('the record of an instance', function () {
  it('is read as it was written', function () {
    expect(readInstanceRecord(writeInstanceRecord(record))).to.deep.equal(record);
  });

  it('is none when it is torn at any byte, or lacks anything', function () {
    const text = writeInstanceRecord(record);
    for (let end = 0; end < text.length; end++)
      expect(readInstanceRecord(text.slice(0, end)), end.toString()).to.equal(undefined);
    const whole = JSON.parse(text) as Record<string, unknown>;
    for (const key of Object.keys(whole))
      expect(readInstanceRecord(JSON.stringify({ ...whole, [key]: undefined })), key).to.equal(undefined);
    expect(readInstanceRecord(JSON.stringify({ ...whole, labels: { 'wharf.owner': 'x' } }))).to.equal(
      undefined,
    );
  });
});

describe('the record of an instance, to see whose it is', function () {
  const nothing = { by: 'labels', owner: '', kind: '', alloc: '', attempt: '' };

  it('tells the same as the whole record', function () {
    const { owner, kind, alloc, attempt } = record.identity;
    expect(readClaimed(writeInstanceRecord(record))).to.deep.equal({
      createdAt: record.createdAt,
      claim: { by: 'labels', owner, kind, alloc, attempt },
    });
  });

  it('tells of an owner whatever else is missing or odd', function () {
    for (const odd of [
      '{"labels":{"wharf.owner":"me"}}',
      '{"labels":{"wharf.owner":"me","wharf.kind":null,"wharf.alloc":7},"createdAt":"x"}',
      '{"labels":{"wharf.owner":"me","__proto__":{"wharf.kind":"task"}},"createdAt":9007199254740993}',
      `{"labels":{"wharf.owner":"me","large":"${'x'.repeat(1024 * 1024)}"},"createdAt":-1}`,
    ])
      expect(readClaimed(odd), odd.slice(0, 80)).to.deep.equal({
        createdAt: undefined,
        claim: { ...nothing, owner: 'me' },
      });
  });

  it('tells nothing when it is torn at any byte, or names no owner', function () {
    const text = writeInstanceRecord(record);
    for (let end = 0; end < text.length; end++)
      expect(readClaimed(text.slice(0, end)), end.toString()).to.equal(undefined);
    for (const other of ['7', '[]', 'null', '{}', '{"labels":null}', '{"labels":{"wharf.kind":"task"}}'])
      expect(readClaimed(other), other).to.equal(undefined);
  });
});

describe('the record of a process', function () {
  const identity = { pid: 1, startTicks: 2, bootId: 'boot' };

  it('is read as it was written', function () {
    expect(readProcessIdentity(writeProcessIdentity(identity))).to.deep.equal(identity);
  });

  it('is none when it is torn or lacks anything', function () {
    for (const text of ['', '{', '[]', '7', 'null', '{"pid":1}', '{"pid":1,"startTicks":"2","bootId":"b"}'])
      expect(readProcessIdentity(text), text).to.equal(undefined);
  });
});
