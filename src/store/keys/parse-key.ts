// A master key as people and programs hand it over: base64.
import { AppError } from '../../base/errors.ts';
import { keyBytes } from './cipher.ts';

const base64Key = /^[A-Za-z0-9+/_-]{43}=?$/;

export function parseKey(text: string, where: string): Buffer {
  if (base64Key.test(text.trim())) return Buffer.from(text.trim(), 'base64');
  throw new AppError('master-key-unusable', { where, fault: `${keyBytes} bytes in base64 (base64 编码的 ${keyBytes} 字节)` });
}
