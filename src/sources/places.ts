// Where sources stand: what the operator allows, and what opens it.
import type { Egress } from '../egress/egress.ts';
import type { SourceSettings } from '../base/source-settings.ts';
import { AppError } from '../base/errors.ts';
import type { SealedTextColumn } from '../store/seal/sealed-columns.ts';
import { allowedBucket, openBucket } from './bucket.ts';
import type { Connector } from './connector.ts';
import { type BucketKey, bucketKeySchema, type Source } from './contract.ts';
import { allowedFolder, openFolder } from './folder.ts';
import type { SourceRow } from './sources.store.ts';

export interface PlacesDependencies {
  readonly settings: SourceSettings;
  readonly egress: Pick<Egress, 'fetch'>;
  /** The sealed column of keys. */
  readonly keys: SealedTextColumn;
}

export function createPlaces({ settings: { folders, buckets }, egress, keys }: PlacesDependencies) {
  const allowed = async (place: string): Promise<Pick<Source, 'kind' | 'place'>> =>
    /^https?:\/\//i.test(place)
      ? { kind: 'bucket', place: allowedBucket(place, buckets) }
      : { kind: 'folder', place: await allowedFolder(place, folders) };
  return {
    /** Fails unless the operator allows it, and a bucket comes with its key. */
    async check(place: string, key: BucketKey | undefined): Promise<Pick<Source, 'kind' | 'place'>> {
      const found = await allowed(place);
      if ((found.kind === 'bucket') !== (key !== undefined))
        throw new AppError('invalid-input', {
          fault: 'key: 存储桶须给出访问密钥，文件夹不需要 a bucket takes an access key, a folder none',
        });
      return found;
    },
    /** Nothing where it is allowed no longer. */
    async connect({ id, place, access_key: sealed }: SourceRow): Promise<Connector | undefined> {
      const found = await allowed(place).catch(() => undefined);
      if (found === undefined) return undefined;
      if (found.kind === 'folder') return openFolder(found.place);
      const key = keys.open(id, sealed);
      return key === null ? undefined : openBucket(found.place, bucketKeySchema.parse(JSON.parse(key)), egress);
    },
  };
}
