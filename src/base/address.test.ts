import { expect, test } from 'vitest';
import { addressKind, isLoopbackHost, isNetwork } from './address.ts';

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['10.1.2.3', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.0.1', 'private'],
  ['100.64.0.1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['fd12:3456::1', 'private'],
  ['169.254.1.1', 'link-local'],
  ['fe80::1', 'link-local'],
  ['169.254.169.254', 'metadata'],
  ['::ffff:169.254.169.254', 'metadata'],
  ['100.100.100.200', 'metadata'],
  ['fd00:ec2::254', 'metadata'],
  ['0.0.0.0', 'reserved'],
  ['::', 'reserved'],
  ['224.0.0.1', 'reserved'],
  ['255.255.255.255', 'reserved'],
  ['64:ff9b::7f00:1', 'reserved'],
  ['2002:7f00:1::', 'reserved'],
  ['ff02::1', 'reserved'],
  ['172.32.0.1', 'public'],
  ['8.8.8.8', 'public'],
  ['2400:3200::1', 'public'],
])('%s is %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});

test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '::1', '[::1]', '127.8.8.8'])('%s is this machine', (host) => {
  expect(isLoopbackHost(host)).toBe(true);
});

test.each(['', '0.0.0.0', 'localhost.example.org', '127.0.0.1.example.org', '10.0.0.1'])('"%s" is not this machine', (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});

test('a network is an address with a length that fits its family', () => {
  expect(['10.0.0.0/8', '10.0.0.1', 'fd00::/8', '::1'].every(isNetwork)).toBe(true);
  expect(['10.0.0.0/33', '10.0.0/8', 'example.org', '10.0.0.0/8/8', '10.0.0.0/', 'fd00::/129'].some(isNetwork)).toBe(false);
});
