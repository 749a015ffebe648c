import { mayLeadTo, Reach, reachOf } from '../../../src/doctor/ask/address';

/** Each net by its first and last address, and what lies beside it. */
test.each<[Reach, readonly string[]]>([
  ['public', [
    '203.0.113.10', '2001:db8::1', '126.255.255.255', '128.0.0.0', '169.253.255.255', '169.255.0.0', '1.0.0.0', '223.255.255.255', '9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0',
    '192.167.255.255', '192.169.0.0', '100.63.255.255', '100.128.0.0', '198.17.255.255', '198.20.0.0', '192.0.1.0', '191.255.255.255', '::2', 'fbff::1', '64:ff9b::cb00:710a',
  ]],
  ['private', [
    '10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255', '100.64.0.0', '100.127.255.255', '198.18.0.0', '198.19.255.255', '192.0.0.0', '192.0.0.255',
    'fc00::', 'fd12::1', 'fdff:ffff::1', 'fec0::1', 'feff::1', '::ffff:10.0.0.1', '::FFFF:a00:1', '64:ff9b::10.1.2.3', '64:ff9b::a00:1',
  ]],
  ['loopback', ['127.0.0.0', '127.255.255.255', '::1', '::ffff:7f00:1']],
  ['nowhere', [
    '169.254.0.0', '169.254.255.255', '0.0.0.0', '0.255.255.255', '224.0.0.0', '239.255.255.255', '240.0.0.0', '255.255.255.255', '::', 'fe80::', 'febf::1', 'ff00::', 'ffff::1',
    'fd00:ec2::254', 'fd00:ec2:ffff::1', '64:ff9b::a9fe:a9fe', '64:ff9b::a:1', '::ffff:0:1',
  ]],
])('%s: %j', (reach, addresses) => expect(addresses.filter((address) => reachOf(address) !== reach)).toEqual([]));

test('from a circle one gets to one that is as wide or wider, and nowhere never', () => {
  const all: readonly Reach[] = ['public', 'private', 'loopback', 'nowhere'];
  expect(all.map((from) => all.filter((to) => mayLeadTo(from, to)))).toEqual([['public'], ['public', 'private'], ['public', 'private', 'loopback'], []]);
});
