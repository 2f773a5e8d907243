import { expect } from 'chai';

import { hierarchiesIn, hierarchyWith, modeOf } from '../../../src/adapters/procfs/cgroup-hierarchies.js';
import { parseMountInfo } from '../../../src/adapters/procfs/parse-mountinfo.js';

const v1 = (name: string): string => `9 8 0:9 / /sys/fs/cgroup/${name} rw - cgroup cgroup rw,${name}`;
const named = '9 8 0:9 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd';
const v2 = (point: string): string => `9 8 0:9 / ${point} rw - cgroup2 cgroup2 rw,nsdelegate`;

const read = (...lines: readonly string[]): ReturnType<typeof hierarchiesIn> =>
  hierarchiesIn(parseMountInfo(['1 0 0:1 / / rw - ext4 d rw', ...lines].join('\n')));

describe('cgroup hierarchies', function () {
  for (const [mode, lines] of [
    ['none', []],
    ['v1', [v1('memory'), v1('cpu,cpuacct'), named]],
    ['hybrid', [v1('memory'), named, v2('/sys/fs/cgroup/unified')]],
    ['v2', [v2('/sys/fs/cgroup')]],
    ['v2', [named, v2('/sys/fs/cgroup/unified')]],
  ] as const) {
    it(`are of mode ${mode} with ${lines.length.toString()} mounts such as ${lines[0] ?? 'none'}`, function () {
      expect(modeOf(read(...lines))).to.equal(mode);
    });
  }

  it('are told apart by their controllers', function () {
    const found = read(v1('memory'), v1('cpu,cpuacct'), v2('/sys/fs/cgroup/unified'));
    expect(hierarchyWith(found, 'memory')?.mountPoint).to.equal('/sys/fs/cgroup/memory');
    expect(hierarchyWith(found, 'cpuacct')?.mountPoint).to.equal('/sys/fs/cgroup/cpu,cpuacct');
  });

  it('have a controller in version 2 when none of version 1 has taken it', function () {
    const found = read(v1('memory'), v2('/sys/fs/cgroup/unified'));
    expect(hierarchyWith(found, 'pids')).to.include({ version: 2, mountPoint: '/sys/fs/cgroup/unified' });
    expect(hierarchyWith(read(v1('memory')), 'pids')).to.equal(undefined);
  });

  it('are counted once when they are mounted twice', function () {
    expect(read(v1('memory'), v1('memory'), v2('/a'), v2('/b'))).to.have.length(2);
  });
});
