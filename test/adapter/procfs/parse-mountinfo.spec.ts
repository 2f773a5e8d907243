import { expect } from 'chai';

import { parseMountInfo } from '../../../src/adapters/procfs/parse-mountinfo.js';

describe('parseMountInfo', function () {
  it('reads a line without optional fields', function () {
    expect(parseMountInfo('27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard\n')).to.deep.equal([
      {
        device: '254:0',
        root: '/',
        mountPoint: '/',
        options: ['rw', 'relatime'],
        tags: [],
        fileSystem: 'ext4',
        superOptions: ['rw', 'discard'],
      },
    ]);
  });

  it('reads any number of optional fields', function () {
    const lines = [
      '36 35 98:0 /mnt1 /mnt2 rw shared:1 - ext3 /dev/root rw',
      '37 35 98:0 /mnt1 /mnt3 rw shared:12 master:1 propagate_from:3 - ext3 /dev/root rw',
      '38 35 98:0 /mnt1 /mnt4 rw unbindable - ext3 /dev/root rw',
    ].join('\n');
    expect(parseMountInfo(lines).map(({ tags }) => tags)).to.deep.equal([
      ['shared:1'],
      ['shared:12', 'master:1', 'propagate_from:3'],
      ['unbindable'],
    ]);
  });

  it('undoes the octal escapes of blanks, tabs, newlines and backslashes, and no others', function () {
    const line = String.raw`40 35 0:3 /a\040b /mnt/x\011y\012z\134040w\9 rw - tmpfs tmp rw`;
    const [mount] = parseMountInfo(line);
    expect(mount?.root).to.equal('/a b');
    expect(mount?.mountPoint).to.equal('/mnt/x\ty\nz\\040w\\9');
  });

  it('keeps names that are not ASCII', function () {
    expect(parseMountInfo('40 35 0:3 / /mnt/Zoë rw - tmpfs tmp rw')[0]?.mountPoint).to.equal('/mnt/Zoë');
  });

  it('takes a mount point that is a dash for no separator', function () {
    const [mount] = parseMountInfo('40 35 0:3 / - rw - tmpfs tmp rw');
    expect(mount).to.include({ mountPoint: '-', fileSystem: 'tmpfs' });
  });

  it('leaves out lines that are torn, and keeps the order of the others', function () {
    const text = '1 2 0:1 / /a rw - tmpfs t rw\n3 4 0:1\n\n5 6 0:1 / /b rw\n7 8 0:1 / /c rw - tmpfs t rw';
    expect(parseMountInfo(text).map(({ mountPoint }) => mountPoint)).to.deep.equal(['/a', '/c']);
  });
});
