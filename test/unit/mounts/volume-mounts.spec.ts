import { expect } from 'chai';

import type { HostVolume } from '../../../src/domain/model/driver-policy.js';
import type { VolumeMount, VolumeRequest } from '../../../src/domain/model/job.js';
import { volumeMounts } from '../../../src/domain/mounts/volume-mounts.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { problemsOf } from '../../support/problems.js';
import { inOneLine } from '../../support/reading.js';

const mount = (over: Partial<VolumeMount> = {}): VolumeMount => ({
  volume: 'data',
  destination: '/data',
  readOnly: false,
  propagation: 'private',
  ...over,
});
const volume = (over: Partial<VolumeRequest> = {}): VolumeRequest => ({
  name: 'data',
  source: 'disk',
  readOnly: false,
  ...over,
});
const volumes = { data: volume() };
const hostVolumes: Readonly<Record<string, HostVolume>> = { disk: { path: '/srv/disk', readOnly: false } };

const context = { volumes, hostVolumes, unresolved: 'refuse' } as const;

describe('volumeMounts', function () {
  it("binds the host's directory, block by block", function () {
    const mounts = [mount(), mount({ destination: '/x//y/', propagation: 'host-to-task' })];
    const bind = { kind: 'bind', source: '/srv/disk', readOnly: false };
    expect(valueOf(volumeMounts(mounts, context))).to.deep.equal([
      { ...bind, target: '/data', propagation: 'private' },
      { ...bind, target: '/x/y', propagation: 'host-to-task' },
    ]);
    expect(valueOf(volumeMounts([], context))).to.deep.equal([]);
  });

  for (const ofMount of [false, true])
    for (const ofGroup of [false, true])
      for (const ofHost of [false, true]) {
        const asked = `mount ${String(ofMount)}, group ${String(ofGroup)}, host ${String(ofHost)}`;
        it(`is read-only as soon as one wants it so: ${asked}`, function () {
          const made = volumeMounts([mount({ readOnly: ofMount })], {
            ...context,
            volumes: { data: volume({ readOnly: ofGroup }) },
            hostVolumes: { disk: { path: '/srv', readOnly: ofHost } },
          });
          expect(valueOf(made)).to.have.nested.property('[0].readOnly', ofMount || ofGroup || ofHost);
        });

        it(`needs write access to be bidirectional: ${asked}`, function () {
          const made = volumeMounts([mount({ readOnly: ofMount, propagation: 'bidirectional' })], {
            ...context,
            volumes: { data: volume({ readOnly: ofGroup }) },
            hostVolumes: { disk: { path: '/srv', readOnly: ofHost } },
          });
          const problem = (what: string): string =>
            `volume_mount[0].propagation_mode "bidirectional" needs write access, but ${what} is read-only | take read_only away there, or use "host-to-task"`;
          expect(made.ok ? [] : made.error.map(inOneLine)).to.deep.equal([
            ...(ofMount ? [problem('this mount')] : []),
            ...(ofGroup ? [problem('the group\'s volume "data"')] : []),
            ...(ofHost ? [problem('the host\'s volume "disk"')] : []),
          ]);
        });
      }

  it('waits with a destination that holds a reference until nothing may be unresolved', function () {
    const mounts = [mount({ destination: '${NOMAD_TASK_DIR}/data' }), mount({ destination: 'relative' })];
    const wrong = (unresolved: 'accept' | 'refuse'): readonly string[] =>
      problemsOf(volumeMounts(mounts, { ...context, unresolved })).map(({ path }) => path);
    expect(wrong('accept')).to.deep.equal(['volume_mount[1].destination']);
    expect(wrong('refuse')).to.deep.equal(['volume_mount[0].destination', 'volume_mount[1].destination']);
  });

  it('tells of all blocks what is wrong, and how to mend it', function () {
    const mounts = [
      mount({ volume: 'dta' }),
      mount({ volume: 'cache', destination: 'relative' }),
      mount({ volume: 'toString', destination: '/' }),
      mount({ volume: 'near', destination: '/a/..' }),
      mount({ volume: 'far', readOnly: true, propagation: 'bidirectional' }),
      mount(),
    ];
    const group = {
      data: volume(),
      near: volume({ name: 'near', source: 'dsk' }),
      far: volume({ name: 'far', source: 'tape', readOnly: true }),
    };
    expect(problemsOf(volumeMounts(mounts, { ...context, volumes: group })).map(inOneLine)).to.deep.equal([
      'volume_mount[0].volume names "dta", which the group does not define | did you mean "data"?',
      'volume_mount[1].destination must be an absolute path below /, without "..", not "relative"',
      'volume_mount[1].volume names "cache", which the group does not define | put volume "cache" { type = "host", source = … } into the group',
      'volume_mount[2].destination must be an absolute path below /, without "..", not "/"',
      'volume_mount[2].volume names "toString", which the group does not define | put volume "toString" { type = "host", source = … } into the group',
      'volume_mount[3].destination must be an absolute path below /, without "..", not "/a/.."',
      'volume_mount[3].volume names "near", whose source "dsk" is no volume of this host | did you mean source = "disk"? Otherwise set host_volumes.dsk.path in the configuration',
      'volume_mount[4].volume names "far", whose source "tape" is no volume of this host | set host_volumes.tape.path in the configuration',
      'volume_mount[4].propagation_mode "bidirectional" needs write access, but this mount is read-only | take read_only away there, or use "host-to-task"',
      'volume_mount[4].propagation_mode "bidirectional" needs write access, but the group\'s volume "far" is read-only | take read_only away there, or use "host-to-task"',
    ]);
  });
});
