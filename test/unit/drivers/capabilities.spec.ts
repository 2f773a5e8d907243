import { expect } from 'chai';

import {
  allCapabilities,
  calculateCapabilities,
  capability,
  capabilityDelta,
  engineDefaults,
  expand,
  notAllowed,
  taskDefaults,
} from '../../../src/domain/drivers/capabilities.js';
import { addedCapabilities } from '../../../src/domain/drivers/capability-lists.js';
import { reading } from '../../support/reading.js';

const none = { add: [], drop: [] };

describe('The capabilities that are known', function () {
  it('are those of Linux, 41 in all', function () {
    expect(new Set(allCapabilities).size).to.equal(41);
    expect(allCapabilities).to.have.length(41);
  });

  it('are given to tasks but for raw sockets, which engines give too', function () {
    expect(taskDefaults).to.have.length(13).and.not.include('net_raw');
    expect(engineDefaults).to.deep.equal([...taskDefaults, 'net_raw']);
  });

  it('are spelt in capitals or not, with a prefix or not', function () {
    for (const text of ['CAP_NET_RAW', 'cap_net_raw', 'net_raw', 'NET_RAW'])
      expect(reading(capability(), text).value).to.equal('net_raw');
    expect(reading(capability(), 'ALL').value).to.equal('all');
    expect(reading(capability(), 'net_rawr').problems).to.deep.equal([
      'x must be the name of a capability, such as "net_raw", or "all", not "net_rawr"',
    ]);
    expect(reading(capability(), 'net_cap_raw').problems).to.have.length(1);
  });

  it('are all meant by "all"', function () {
    expect(expand(['all', 'chown'])).to.equal(allCapabilities);
    expect(expand(['chown'])).to.deep.equal(['chown']);
  });
});

describe('notAllowed', function () {
  it('names what is added and not allowed', function () {
    expect(notAllowed(['chown', 'net_raw', 'sys_admin'], ['chown'])).to.deep.equal(['net_raw', 'sys_admin']);
    expect(notAllowed(['net_raw'], ['all'])).to.deep.equal([]);
    expect(notAllowed(['all'], ['all'])).to.deep.equal([]);
    expect(notAllowed(['all'], allCapabilities)).to.deep.equal([]);
    expect(notAllowed(['all'], taskDefaults)).to.include('net_raw');
  });
});

describe('calculateCapabilities', function () {
  it('gives the usual set as far as it is allowed, in order', function () {
    expect(calculateCapabilities(taskDefaults, none)).to.deep.equal([...taskDefaults].sort());
    expect(calculateCapabilities(['kill', 'chown', 'net_raw'], none)).to.deep.equal(['chown', 'kill']);
    expect(calculateCapabilities(['all'], none)).to.deep.equal([...taskDefaults].sort());
  });

  it('takes away what is dropped', function () {
    expect(calculateCapabilities(['chown', 'kill'], { add: [], drop: ['kill'] })).to.deep.equal(['chown']);
    expect(calculateCapabilities(['all'], { add: [], drop: ['all'] })).to.deep.equal([]);
  });

  it('gives what is added, even when it is dropped as well', function () {
    expect(calculateCapabilities(['all'], { add: ['net_raw'], drop: ['all'] })).to.deep.equal(['net_raw']);
    expect(calculateCapabilities(['chown'], { add: ['chown'], drop: ['chown'] })).to.deep.equal(['chown']);
    expect(calculateCapabilities(['all'], { add: ['all'], drop: [] })).to.deep.equal(
      [...allCapabilities].sort(),
    );
  });

  it('never gives what is not allowed', function () {
    expect(calculateCapabilities(['chown'], { add: ['net_raw'], drop: [] })).to.deep.equal(['chown']);
  });
});

describe('capabilityDelta', function () {
  it('drops raw sockets where they are not allowed, and nothing else', function () {
    expect(capabilityDelta(taskDefaults, none)).to.deep.equal({ add: [], drop: ['net_raw'] });
    expect(capabilityDelta(['all'], none)).to.deep.equal({ add: [], drop: [] });
  });

  it('drops what the task does without, each once', function () {
    expect(capabilityDelta(taskDefaults, { add: [], drop: ['net_raw', 'kill'] })).to.deep.equal({
      add: [],
      drop: ['kill', 'net_raw'],
    });
    expect(capabilityDelta(taskDefaults, { add: ['chown'], drop: ['all'] })).to.deep.equal({
      add: ['chown'],
      drop: ['all'],
    });
  });

  it('adds what is allowed, and leaves "all" to the engine', function () {
    expect(capabilityDelta(['all'], { add: ['sys_admin', 'bpf'], drop: [] }).add).to.deep.equal([
      'bpf',
      'sys_admin',
    ]);
    expect(capabilityDelta(['all'], { add: ['all'], drop: [] })).to.deep.equal({ add: ['all'], drop: [] });
    expect(capabilityDelta(['chown'], { add: ['all'], drop: [] }).add).to.deep.equal(['chown']);
    expect(capabilityDelta(['chown'], { add: ['chown', 'bpf'], drop: [] }).add).to.deep.equal(['chown']);
  });
});

describe('A list of capabilities to add', function () {
  const shape = addedCapabilities(['chown', 'kill'], 'exec');

  it('is read when the operator allows all of it', function () {
    expect(reading(shape, ['CAP_KILL', 'chown'])).to.deep.equal({ value: ['kill', 'chown'], problems: [] });
  });

  it('names those that are not allowed, and the setting that would allow them', function () {
    expect(reading(shape, ['chown', 'bpf', 'net_raw']).problems).to.deep.equal([
      'x asks for bpf, net_raw, which this host does not allow | an operator can allow it with exec.allow_caps',
    ]);
    expect(reading(addedCapabilities([], 'docker'), ['all']).problems).to.deep.equal([
      'x asks for all, which this host does not allow | an operator can allow it with docker.allow_caps',
    ]);
  });
});
