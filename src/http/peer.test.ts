import { Socket } from 'node:net';
import { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { networkList } from '../base/address.ts';
import { peerOf } from './peer.ts';

const proxies = networkList(['10.0.0.0/24', 'fd00::1']);
function peer(remoteAddress: string, headers: Record<string, string> = {}) {
  const incoming = new IncomingMessage(
    Object.defineProperties(new Socket(), { remoteAddress: { value: remoteAddress }, localAddress: { value: '10.9.9.9' } }),
  );
  Object.assign(incoming.headers, headers);
  return peerOf({ incoming }, proxies);
}
const forwarded = (addresses: string, scheme = 'https') => ({ 'x-forwarded-for': addresses, 'x-forwarded-proto': scheme });

test.each([
  ['without a proxy', '198.51.100.1', {}, '198.51.100.1'],
  ['with headers that nobody trusted has written', '198.51.100.1', forwarded('203.0.113.7'), '198.51.100.1'],
  ['through a trusted proxy', '10.0.0.5', forwarded('203.0.113.7'), '203.0.113.7'],
  ['through two of them', '10.0.0.5', forwarded('203.0.113.7, 10.0.0.6'), '203.0.113.7'],
  ['with an address put in front', '10.0.0.5', forwarded('127.0.0.1, 203.0.113.7'), '203.0.113.7'],
  ['with nonsense in its place', '10.0.0.5', forwarded('evil'), '10.0.0.5'],
  ['over a dual-stack socket', '::ffff:10.0.0.5', forwarded('::ffff:203.0.113.7'), '203.0.113.7'],
  ['over IPv6', 'fd00::1', forwarded('2001:db8::9'), '2001:db8::9'],
])('the sender %s', (_, remoteAddress, headers, sender) => {
  expect(peer(remoteAddress, headers).address).toBe(sender);
});

test('a connection is as safe as its first leg', () => {
  expect(peer('10.0.0.5', forwarded('203.0.113.7', 'https')).isSecure).toBe(true);
  expect(peer('10.0.0.5', forwarded('203.0.113.7', 'http')).isSecure).toBe(false);
  expect(peer('10.0.0.5', forwarded('203.0.113.7', 'https, http')).isSecure).toBe(false);
  expect(peer('10.0.0.5', { 'x-forwarded-for': '203.0.113.7' }).isSecure).toBe(false);
  expect(peer('198.51.100.1', forwarded('203.0.113.7', 'https')).isSecure).toBe(false);
});
