import { expect } from 'chai';

import {
  type Admission,
  admissionAtFirst,
  type AdmissionPolicy,
  afterCall,
  type EndedCall,
} from '../../../src/domain/admission/admission.js';

const policy: AdmissionPolicy = {
  first: 4,
  least: 2,
  most: 8,
  patience: 3,
  forgetting: 1.5,
  retreat: 0.5,
};

const ended = (over: Partial<EndedCall>): EndedCall => ({
  call: 'create',
  outcome: 'answered',
  tookMs: 100,
  crowded: true,
  ...over,
});

const after = (...calls: readonly Partial<EndedCall>[]): Admission =>
  calls.reduce<Admission>(
    (admission, call) => afterCall(admission, ended(call), policy),
    admissionAtFirst(policy),
  );

const times = (count: number, call: Partial<EndedCall>): readonly Partial<EndedCall>[] =>
  Array.from({ length: count }, () => call);

describe('the admission of creates and starts', function () {
  it('begins as it is told to', function () {
    expect(admissionAtFirst(policy).limit).to.equal(4);
  });

  it('lets one more in for each round of calls that take their usual time', function () {
    expect(after(...times(1, {})).limit).to.equal(4.25);
    expect(after(...times(4, {})).limit).to.be.within(4.9, 5);
    expect(after({}, { tookMs: 300 }).limit).to.be.greaterThan(4.25);
  });

  it('lets no more in while nobody waits', function () {
    expect(after(...times(100, { crowded: false })).limit).to.equal(4);
  });

  it('lets fewer in after one that took longer than patience allows', function () {
    expect(after({ crowded: false }, { tookMs: 301 }).limit).to.equal(2);
  });

  it('lets fewer in after one that was not answered, and learns no time from it', function () {
    const admission = after({ outcome: 'no-answer', tookMs: 1 });
    expect(admission.limit).to.equal(2);
    expect(admission.unhurriedMs.create).to.equal(Infinity);
  });

  it('keeps between the least and the most', function () {
    expect(after(...times(100, {})).limit).to.equal(8);
    expect(after(...times(100, { outcome: 'no-answer' })).limit).to.equal(2);
    expect(after({}, ...times(3, { tookMs: 10_000 })).limit).to.equal(2);
  });

  it('knows the time of each kind of call for itself', function () {
    expect(after({ tookMs: 10 }, { call: 'start', tookMs: 1000 }).unhurriedMs).to.deep.equal({
      create: 10,
      start: 1000,
    });
    expect(after({ tookMs: 10, crowded: false }, { call: 'start', tookMs: 1000 }).limit).to.equal(4.25);
  });

  it('takes the quickest for unhurried, and forgets it little by little', function () {
    expect(after({ tookMs: 100 }, { tookMs: 40 }).unhurriedMs.create).to.equal(40);
    expect(after({ tookMs: 100 }, { tookMs: 200, crowded: false }).unhurriedMs.create).to.equal(150);
    expect(after({ tookMs: 100 }, { tookMs: 120, crowded: false }).unhurriedMs.create).to.equal(120);
  });

  it('forgets nothing in a crowd, unless as few as can be were let in', function () {
    expect(after({ tookMs: 100 }, { tookMs: 200 }).unhurriedMs.create).to.equal(100);
    expect(after({ tookMs: 100 }, ...times(3, { tookMs: 1000 })).unhurriedMs.create).to.equal(150);
  });

  it('tells no times apart that a clock of milliseconds can not', function () {
    expect(after({ tookMs: 0, crowded: false }, { tookMs: 3, crowded: false }).limit).to.equal(4);
  });

  it('settles on what a host can do: a little more at once than it has processors', function () {
    const real: AdmissionPolicy = {
      first: 16,
      least: 2,
      most: 32,
      patience: 3,
      forgetting: 1.02,
      retreat: 0.97,
    };
    const processors = 4;
    let admission = afterCall(admissionAtFirst(real), ended({ tookMs: 50, crowded: false }), real);
    for (let call = 0; call < 500; call += 1) {
      const tookMs = 50 * Math.max(1, Math.floor(admission.limit) / processors);
      admission = afterCall(admission, ended({ tookMs }), real);
    }
    expect(admission.limit).to.be.within(processors, processors * real.patience + 2);
  });
});
