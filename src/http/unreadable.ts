// What cannot be read as a request never reaches the door; it is answered here, shortly, with the same headers of caution.
import type { Duplex } from 'node:stream';
import { systemCode } from '../base/errors.ts';

const replies: Readonly<Record<string, readonly [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    '请求头过长，请缩短后重试。 The headers are too long; shorten them and try again.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', '请求发送过慢，请重试。 The request came too slowly; try again.'],
};
const malformed = [400, 'Bad Request', '请求无法识别。 The request cannot be read.'] as const;

export function refuseUnreadable(error: Error, socket: Duplex): void {
  if (!socket.writable || systemCode(error) === 'ECONNRESET') return void socket.destroy();
  const [status, reason, text] = replies[systemCode(error) ?? ''] ?? malformed;
  const body = `${text}\n`;
  const headers = [
    `HTTP/1.1 ${status} ${reason}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
}
