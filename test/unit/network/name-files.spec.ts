import { expect } from 'chai';

import { completed, hostsText, resolvConfText } from '../../../src/domain/network/name-files.js';

describe('The files that tell names', function () {
  it('know the loopback, and then the hosts they are given', function () {
    expect(hostsText([{ address: '172.26.64.2', name: 'web' }])).to.equal(
      '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n172.26.64.2\tweb\n',
    );
  });

  it('say whom to ask, and nothing about what is left open', function () {
    const all = {
      servers: ['10.0.0.1', 'fd00::1'],
      searches: ['a.example', 'b'],
      options: ['ndots:2', 'edns0'],
    };
    expect(resolvConfText(all)).to.equal(
      'nameserver 10.0.0.1\nnameserver fd00::1\nsearch a.example b\noptions ndots:2 edns0\n',
    );
    expect(resolvConfText({ servers: [], searches: [], options: [] })).to.equal('');
  });

  it("take of the host's answer what is not asked for", function () {
    const host = { servers: ['9.9.9.9'], searches: ['quay'], options: ['edns0'] };
    expect(completed({ servers: ['1.1.1.1'], searches: [], options: [] }, host)).to.deep.equal({
      ...host,
      servers: ['1.1.1.1'],
    });
  });
});
