import { expect } from 'chai';

import {
  type InstanceRecord,
  readInstanceRecord,
  readProcessIdentity,
  writeInstanceRecord,
  writeProcessIdentity,
} from '../../../src/adapters/oci-executor/instance-record.js';
import { anIdentity, at } from '../../support/builders/an-identity.js';

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
