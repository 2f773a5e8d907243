import { expect } from 'chai';

import type { Rlimit } from '../../../../src/domain/model/limits.js';
import { aTask } from '../../../../src/testing/builders/a-job.js';
import { aRequestFor, aTaskRequest } from '../../../../src/testing/builders/a-task-request.js';
import { someLimits } from '../../../../src/testing/builders/some-limits.js';
import { invalidWith, specFor, specWith, wrongWith } from '../../../support/docker-config.js';

const mebibyte = 1024 * 1024;

describe('The resources of a docker task', function () {
  it('are handed on as they are when the config asks for nothing', function () {
    const cpuQuota = { quotaUs: 1, periodUs: 2 };
    const limits = someLimits({ memoryBytes: 1, memoryReservationBytes: 2, cpuset: '0', cpuQuota, pids: 3 });
    expect(specFor(aTaskRequest({ image: 'a:1' }, { limits })).limits).to.deep.equal({
      ...limits,
      pids: undefined,
    });
  });

  it('hold its memory down by the higher of two hard limits, and keep the plain figure', function () {
    const limits = { memoryBytes: 512 * mebibyte, memoryReservationBytes: 300 * mebibyte };
    expect(specWith({ memory_hard_limit: 512 }).limits).to.include(limits);
    const request = aTaskRequest({ image: 'a:1', memory_hard_limit: 400 }, { limits: someLimits(limits) });
    expect(specFor(request).limits).to.include(limits);
    expect(specWith({ memory_hard_limit: 0 }).limits.memoryReservationBytes).to.equal(undefined);
  });

  it('are not held down where the task has no limit', function () {
    const limits = someLimits({ memoryBytes: undefined, memoryReservationBytes: 7 });
    const request = aTaskRequest({ image: 'a:1', memory_hard_limit: 400 }, { limits });
    expect(specFor(request).limits).to.include({ memoryBytes: undefined, memoryReservationBytes: 7 });
  });

  it('never keep more memory than they allow', function () {
    expect(wrongWith({ memory_hard_limit: 299 })).to.deep.equal([
      "config.memory_hard_limit is 299, but the task's memory is 300",
    ]);
    expect(specWith({ memory_hard_limit: 300 }).limits.memoryBytes).to.equal(300 * mebibyte);
    expect(invalidWith({ memory_hard_limit: 1 })).to.deep.equal([]);
    expect(invalidWith({ memory_hard_limit: -1 })).to.have.length(1);
  });

  it('hold its CPU time down only when asked to', function () {
    expect(specWith({ cpu_cfs_period: 50_000 }).limits.cpuQuota).to.equal(undefined);
    const quota = (config: object, cpuCores: number) =>
      specFor(aTaskRequest({ image: 'a:1', cpu_hard_limit: true, ...config }, { cpuCores })).limits.cpuQuota;
    expect(quota({}, 0.5)).to.deep.equal({ periodUs: 100_000, quotaUs: 50_000 });
    expect(quota({ cpu_cfs_period: 0 }, 2)).to.deep.equal({ periodUs: 100_000, quotaUs: 200_000 });
    expect(quota({ cpu_cfs_period: 50_000 }, 0.33333)).to.deep.equal({ periodUs: 50_000, quotaUs: 16_667 });
    expect(quota({}, 0.0001)).to.deep.equal({ periodUs: 100_000, quotaUs: 1000 });
  });

  it('have a period that the kernel takes', function () {
    expect(wrongWith({ cpu_cfs_period: 1_000_001 })).to.have.length(1);
    expect(wrongWith({ cpu_cfs_period: -1 })).to.have.length(1);
    expect(specWith({ cpu_cfs_period: 1_000_000 }).image).to.equal('busybox:1');
  });

  const pids: readonly (readonly [number | undefined, number | undefined, number | undefined])[] = [
    [undefined, undefined, undefined],
    [undefined, 100, 100],
    [50, undefined, 50],
    [50, 100, 50],
    [100, 100, 100],
    [0, 100, 100],
    [-1, 100, 100],
    [-1, undefined, undefined],
    [1, 100, 1],
  ];
  for (const [asked, ceiling, pids_limit] of pids) {
    it(`allow ${String(pids_limit)} processes for ${String(asked)} under a ceiling of ${String(ceiling)}`, function () {
      const config = asked === undefined ? {} : { pids_limit: asked };
      expect(specWith(config, { pidsLimit: ceiling }).limits.pids).to.equal(pids_limit);
    });
  }

  it("never allow more processes than the operator's ceiling", function () {
    expect(wrongWith({ pids_limit: 101 }, { pidsLimit: 100 })).to.deep.equal([
      'config.pids_limit is 101, but this host allows 100 (docker.pids_limit)',
    ]);
  });

  const rlimits: readonly (readonly [string, number, number])[] = [
    ['1024', 1024, 1024],
    ['1024:2048', 1024, 2048],
    ['0', 0, 0],
    ['-1', -1, -1],
    ['5:-1', 5, -1],
  ];
  for (const [text, soft, hard] of rlimits) {
    it(`read the limit "${text}"`, function () {
      expect(specWith({ ulimit: [{ nofile: text }] }).rlimits).to.deep.equal([
        { name: 'nofile', soft, hard },
      ]);
    });
  }

  for (const text of ['', 'x', '1:', ':1', '1:2:3', '-2', '1.5', ' 1'])
    it(`refuse the limit "${text}"`, function () {
      expect(wrongWith({ ulimit: { nofile: text } })).to.deep.equal([
        `config.ulimit.nofile must be "soft" or "soft:hard" in whole numbers, not "${text}"`,
      ]);
    });

  it("put the config's limits over the task's of the same name", function () {
    const ofTask: readonly Rlimit[] = [
      { name: 'nofile', soft: 1, hard: 1 },
      { name: 'core', soft: 2, hard: 2 },
    ];
    const request = aRequestFor({ rlimits: ofTask }, { image: 'a:1', ulimit: { nofile: 9 } });
    expect(specFor(request).rlimits).to.deep.equal([
      { name: 'core', soft: 2, hard: 2 },
      { name: 'nofile', soft: 9, hard: 9 },
    ]);
    expect(aTask().rlimits).to.deep.equal([]);
  });

  it('hold what else the engine knows', function () {
    const config = {
      oom_score_adj: -500,
      shm_size: 1024,
      sysctl: [{ 'net.core.somaxconn': 16_384 }],
      storage_opt: { size: '1G' },
    };
    expect(specWith(config)).to.deep.include({
      oomScoreAdj: -500,
      shmSizeBytes: 1024,
      sysctl: { 'net.core.somaxconn': '16384' },
      storageOptions: { size: '1G' },
    });
    expect(specWith({ shm_size: 0 }).shmSizeBytes).to.equal(undefined);
    expect(wrongWith({ oom_score_adj: -1001, shm_size: -1 })).to.have.length(2);
    expect(wrongWith({ oom_score_adj: 1001 })).to.have.length(1);
  });
});
