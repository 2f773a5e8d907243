import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { ResolvConf } from '../../../src/adapters/system/resolv-conf.js';
import type { DnsAnswer } from '../../../src/domain/model/group-network.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../support/temporary-directory.js';

describe('the resolv.conf of the host', function () {
  let directory: TemporaryDirectory;

  beforeEach(async function () {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  /** Of files with these contents, one after the other. */
  const read = async (...contents: readonly string[]): Promise<DnsAnswer> => {
    const files = contents.map((_, index) => join(directory.path, index.toString()));
    await Promise.all(files.map((file, index) => writeFile(file, contents[index] ?? '')));
    return valueOf(await new ResolvConf(files).read());
  };

  it('is read with its comments left out, and all of its options', async function () {
    const text = [
      '# made by hand',
      'nameserver 10.0.0.1 # near',
      '; nameserver 9.9.9.9',
      '  nameserver\tfd00::1',
      'search a.example b.example',
      'options ndots:2',
      'options edns0 rotate',
      'nameserver',
      'nameservers 10.0.0.9',
    ];
    expect(await read(text.join('\n'))).to.deep.equal({
      servers: ['10.0.0.1', 'fd00::1'],
      searches: ['a.example', 'b.example'],
      options: ['ndots:2', 'edns0', 'rotate'],
    });
  });

  it('searches as its last word on it says', async function () {
    expect((await read('search a b\ndomain c\n')).searches).to.deep.equal(['c']);
    expect((await read('domain c\nsearch a b\n')).searches).to.deep.equal(['a', 'b']);
    expect((await read('search .\n')).searches).to.deep.equal([]);
  });

  it("gives way to that of a resolver on the host's loopback", async function () {
    const stub = 'nameserver 127.0.0.53\nsearch stub\noptions edns0\n';
    expect(await read(stub, 'nameserver 10.0.0.1\nsearch real\n')).to.deep.equal({
      servers: ['10.0.0.1'],
      searches: ['real'],
      options: [],
    });
    expect(await read('nameserver 10.0.0.2\n', 'nameserver 10.0.0.1\n')).to.deep.include({
      servers: ['10.0.0.2'],
    });
  });

  it('counts for what it says where nobody beyond the loopback is named', async function () {
    const stub = 'nameserver 127.0.0.53\nsearch stub\n';
    expect(await read(stub, '# nothing\n')).to.deep.equal({ servers: [], searches: ['stub'], options: [] });
    await writeFile(join(directory.path, 'stub'), stub);
    const files = ['no-such', 'stub', 'neither'].map((name) => join(directory.path, name));
    expect(valueOf(await new ResolvConf(files).read()).searches).to.deep.equal(['stub']);
  });

  it('is told of when it can not be read', async function () {
    const file = join(directory.path, 'odd');
    await mkdir(file);
    expect(faultOf(await new ResolvConf([file]).read())).to.equal('internal');
  });
});
