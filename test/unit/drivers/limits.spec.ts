import { expect } from 'chai';

import { keepCores } from '../../../src/domain/drivers/cores.js';
import { cpuCoresOf, cpuMhzOf, limitsOf, memoryLimits } from '../../../src/domain/drivers/limits.js';
import type { Resources } from '../../../src/domain/model/job.js';
import { problemsOf } from '../../support/problems.js';
import { inOneLine } from '../../support/reading.js';

const resources = (over: Partial<Resources> = {}): Resources => ({
  cpuMhz: 500,
  cores: undefined,
  memoryMb: 256,
  memoryMaxMb: undefined,
  secretsMb: 1,
  ...over,
});
const host = { cores: 4, cpuMhz: 8000 };
const mebibyte = 1024 * 1024;

describe('limitsOf', function () {
  it('takes MHz for weight and memory for the hard limit', function () {
    expect(limitsOf(resources(), host, undefined)).to.deep.equal({
      cpuShares: 500,
      cpuQuota: undefined,
      cpuset: undefined,
      memoryBytes: 256 * mebibyte,
      memoryReservationBytes: undefined,
      pids: undefined,
    });
  });

  it('counts whole cores with the MHz that this host has per core', function () {
    expect(limitsOf(resources({ cores: 2 }), host, '0-1')).to.include({ cpuShares: 4000, cpuset: '0-1' });
    expect(cpuMhzOf(resources({ cores: 1 }), { cores: 3, cpuMhz: 10_000 })).to.equal(3333);
    expect(cpuMhzOf(resources(), host)).to.equal(500);
  });

  const shares: readonly (readonly [number, number, number])[] = [
    [0, 8000, 2],
    [1, 8000, 2],
    [2, 8000, 2],
    [3.7, 8000, 3],
    [262_144, 262_144, 262_144],
    [300_000, 262_144, 262_144],
    [262_144, 524_288, 131_072],
    [100, 524_288, 50],
    [1, 524_288, 2],
    [600_000, 524_288, 262_144],
  ];
  for (const [mhz, hostMhz, weight] of shares) {
    it(`gives ${mhz.toString()} MHz of ${hostMhz.toString()} the weight ${weight.toString()}`, function () {
      const limits = limitsOf(resources({ cpuMhz: mhz }), { cores: 4, cpuMhz: hostMhz }, undefined);
      expect(limits.cpuShares).to.equal(weight);
    });
  }
});

describe('cpuCoresOf', function () {
  it("is the task's part of all cores", function () {
    expect(cpuCoresOf(resources({ cpuMhz: 1000 }), host)).to.equal(0.5);
    expect(cpuCoresOf(resources({ cores: 3 }), host)).to.equal(3);
  });
});

describe('memoryLimits', function () {
  it('limits to a maximum and keeps the plain figure, when there is a maximum', function () {
    expect(memoryLimits(100, undefined)).to.deep.equal({
      memoryBytes: 100 * mebibyte,
      memoryReservationBytes: undefined,
    });
    expect(memoryLimits(100, 200)).to.deep.equal({
      memoryBytes: 200 * mebibyte,
      memoryReservationBytes: 100 * mebibyte,
    });
    expect(memoryLimits(100, 'none')).to.deep.equal({
      memoryBytes: undefined,
      memoryReservationBytes: 100 * mebibyte,
    });
  });
});

describe('keepCores', function () {
  it('gives each wish cores of its own, in order', function () {
    const wishes = [2, 1, 3].map((cores) => ({ path: 'task', cores }));
    expect(keepCores(wishes, 6)).to.deep.equal({ ok: true, value: ['0-1', '2', '3-5'] });
    expect(keepCores([], 1)).to.deep.equal({ ok: true, value: [] });
  });

  it('names every wish that finds no room', function () {
    const wishes = [
      { path: 'a', cores: 2 },
      { path: 'b', cores: 3 },
      { path: 'c', cores: 1 },
    ];
    expect(problemsOf(keepCores(wishes, 4)).map(inOneLine)).to.deep.equal([
      `b.resources.cores asks for 3, but of this host's 4 only 2 are left | ask for less, or for "cpu" in place of "cores"`,
      `c.resources.cores asks for 1, but of this host's 4 only 0 are left | ask for less, or for "cpu" in place of "cores"`,
    ]);
  });
});
