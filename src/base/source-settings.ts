// Settings of sources: where on this machine, and in which buckets, editors may have the library follow files.
import { resolve } from 'node:path';
import { z } from 'zod';
import { listed } from './network-settings.ts';

export const sourceShape = {
  HENGJIAN_SOURCE_FOLDERS: z
    .string()
    .min(1)
    .optional()
    .describe('Folders of this machine, separated by commas, in which editors may have the library follow files; none unless set'),
  HENGJIAN_SOURCE_BUCKETS: z
    .string()
    .refine((text) => listed(text).every(isBucket), {
      message:
        'must be addresses of buckets such as https://s3.example.cn/fawen, separated by commas (应为存储桶地址，以逗号分隔，不带用户名和查询)',
    })
    .default('')
    .describe(
      'Buckets of S3-compatible storage, by their path-style addresses and separated by commas (`https://s3.example.cn/fawen,http://10.1.0.9:9000/guidang/2025`), that editors may have followed; http:// in the house only',
    ),
};

export interface SourceSettings {
  readonly folders: readonly string[];
  readonly buckets: readonly URL[];
}

export function sourceSettings({
  HENGJIAN_SOURCE_FOLDERS: folders = '',
  HENGJIAN_SOURCE_BUCKETS: buckets,
}: z.output<z.ZodObject<typeof sourceShape>>): SourceSettings {
  return { folders: listed(folders).map((folder) => resolve(folder)), buckets: listed(buckets).map((address) => new URL(address)) };
}

function isBucket(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password, search, hash, pathname } = new URL(address);
  return ['http:', 'https:'].includes(protocol) && pathname.length > 1 && [username, password, search, hash].every((part) => part === '');
}
