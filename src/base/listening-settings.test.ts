import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const cert = { HENGJIAN_TLS_CERT: 'cert.pem', HENGJIAN_TLS_KEY: 'key.pem' };
const proxy = { HENGJIAN_TRUSTED_PROXY: '10.0.0.1' };
const url = { HENGJIAN_PUBLIC_URL: 'https://hengjian.example.org' };
const everywhere = { HOST: '0.0.0.0' };

describe('an address beyond this machine', () => {
  test.each([
    [{ ...everywhere }, /HENGJIAN_TLS_CERT.*HENGJIAN_TRUSTED_PROXY.*HENGJIAN_PUBLIC_URL/],
    [{ HOST: '192.168.1.5', ...url }, /beyond loopback/],
    [{ ...everywhere, ...cert }, /HENGJIAN_PUBLIC_URL/],
    [{ ...everywhere, ...url, HENGJIAN_TLS_CERT: 'cert.pem' }, /both files/],
    [{ ...everywhere, ...cert, HENGJIAN_PUBLIC_URL: 'http://hengjian.example.org' }, /must be https/],
    [{ ...everywhere, ...cert, HENGJIAN_PUBLIC_URL: 'https://hengjian.example.org/path' }, /HENGJIAN_PUBLIC_URL/],
    [{ ...everywhere, ...url, HENGJIAN_TRUSTED_PROXY: 'proxy.example.org' }, /HENGJIAN_TRUSTED_PROXY/],
  ])('is refused for %j', (settings, fault) => {
    expect(() => readConfig(settings, {})).toThrow(fault);
  });

  test.each([
    { ...everywhere, ...cert, ...url },
    { ...everywhere, ...proxy, ...url },
  ])('is taken with protection and a name: %j', (settings) => {
    expect(readConfig(settings, {}).listening).toMatchObject({ isReachableFromElsewhere: true, publicOrigins: [url.HENGJIAN_PUBLIC_URL] });
  });
});

test('this machine alone needs neither, and a proxy in front of it counts as elsewhere', () => {
  for (const HOST of ['127.0.0.1', '::1', 'localhost']) expect(readConfig({ HOST }, {}).listening.isReachableFromElsewhere).toBe(false);
  expect(readConfig({ ...proxy, ...url }, {}).listening.isReachableFromElsewhere).toBe(true);
});
