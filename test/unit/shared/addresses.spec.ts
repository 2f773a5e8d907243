import { isIP, isIPv4, isIPv6 } from 'node:net';

import { expect } from 'chai';

import { isIpAddress, isIpv4Subnet, isMacAddress } from '../../../src/domain/shared/addresses.js';

const texts = [
  '10.0.0.7',
  '0.0.0.0',
  '255.255.255.255',
  '256.0.0.1',
  '10.0.0',
  '10.0.0.0.1',
  '010.0.0.1',
  '10.0.0.',
  '10.0.0.x',
  '1000.0.0.1',
  '',
  'localhost',
  '::',
  '::1',
  '1::',
  'fe80::1',
  '2001:db8:0:0:0:0:0:1',
  '2001:DB8::a:b',
  '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2:3:4:5:6:7',
  '1:2:3:4:5:6:7::',
  '::2:3:4:5:6:7:8',
  '1::2::3',
  '1:2:3::4:5:6::7:8',
  '1:2:3:4::5:6:7:8',
  ':::',
  ':1',
  '1:',
  '12345::',
  'g::1',
  '::ffff:10.0.0.1',
  '::10.0.0.256',
  '1:2:3:4:5:6:10.0.0.1',
  '1:2:3:4:5:6:7:10.0.0.1',
  '1:2:3:4:5::10.0.0.1',
  '10.0.0.1::',
  '10.0.0.1:1::',
  '::1.2.3.4:5',
  '1:::2',
];

describe('isIpAddress', function () {
  for (const text of texts) {
    it(`judges "${text}" as the platform does`, function () {
      expect(isIpAddress(text), 'either').to.equal(isIP(text) !== 0);
      expect(isIpAddress(text, 'ipv4'), 'ipv4').to.equal(isIPv4(text));
      expect(isIpAddress(text, 'ipv6'), 'ipv6').to.equal(isIPv6(text));
    });
  }
});

describe('isMacAddress', function () {
  for (const text of ['02:42:ac:11:00:02', '02-42-AC-11-00-02']) {
    it(`takes ${text}`, function () {
      expect(isMacAddress(text)).to.equal(true);
    });
  }

  const wrong = [
    '',
    '02:42:ac:11:00',
    '02:42:ac:11:00:02:03',
    '02:42-ac:11-00:02',
    '02:42:ac:11:00:0g',
    '0242ac110002',
  ];
  for (const text of [...wrong, ' 02:42:ac:11:00:02', '02:42:ac:11:00:02 ', '2:42:ac:11:00:02']) {
    it(`refuses "${text}"`, function () {
      expect(isMacAddress(text)).to.equal(false);
    });
  }
});

describe('An IPv4 subnet', function () {
  const isSubnet = (text: string): boolean => isIpv4Subnet(text, { from: 8, to: 29 });

  it('is an address with nothing behind its prefix', function () {
    for (const text of ['10.0.0.0/8', '172.26.64.0/20', '192.168.1.0/24', '192.168.1.248/29', '255.0.0.0/8'])
      expect(isSubnet(text), text).to.equal(true);
    for (const text of ['172.26.65.0/20', '192.168.1.1/24', '192.168.1.4/29', '10.128.0.0/8'])
      expect(isSubnet(text), text).to.equal(false);
  });

  it('has a prefix, of a length in its bounds', function () {
    for (const text of [
      '10.0.0.0',
      '10.0.0.0/',
      '10.0.0.0/7',
      '10.0.0.0/30',
      '10.0.0.0/08',
      '10.0.0.0/8/8',
      '/8',
    ])
      expect(isSubnet(text), text).to.equal(false);
    for (const text of ['fd00::/8', '10.0.0/8', 'localhost/8', '10.0.0.0/x', '10.0.0.0/-8'])
      expect(isSubnet(text), text).to.equal(false);
  });
});
