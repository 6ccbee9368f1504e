// A bucket of S3-compatible storage, by its path-style address, through egress: listed by pages and read object by object. Requests are
// signed (AWS Signature Version 4); nothing but their signature and names of objects goes out.
import { AwsV4Signer } from 'aws4fetch';
import { AppError } from '../base/errors.ts';
import { type Egress, type EgressRule, placeAt } from '../egress/egress.ts';
import { maxFileBytes } from '../knowledge/contract.ts';
import { xmlEvents } from '../knowledge/reading/parse/xml-events.ts';
import { type Connector, type FoundFile, KeyRefused, passedOver } from './connector.ts';
import type { BucketKey } from './contract.ts';

const purpose = 'source-bucket';
/** Whoever lists: more objects than these pages hold are not followed anyway. */
const mostPages = 1_000;
const mostListBytes = 10_000_000;
const objectTimeLimitMs = 120_000;

export function bucketRules(buckets: readonly URL[]): EgressRule[] {
  return buckets.map((url) =>
    url.protocol === 'http:'
      ? { purpose, zone: 'in-house', plainText: true, ...placeAt(url) }
      : { purpose, zone: 'either', ...placeAt(url) },
  );
}

/** The address as it is kept; fails unless it is one of those allowed or within one. */
export function allowedBucket(place: string, allowed: readonly URL[]): string {
  const url = URL.canParse(place) ? new URL(place) : undefined;
  const address = url && withoutSlash(url.href);
  const isWithin = allowed.some(({ href }) => address === withoutSlash(href) || address?.startsWith(`${withoutSlash(href)}/`) === true);
  if (address === undefined || !isWithin || url?.search !== '' || url.hash !== '')
    throw new AppError('invalid-input', {
      fault:
        'place: 该地址不是允许跟踪的存储桶（由运行人员在 HENGJIAN_SOURCE_BUCKETS 中设定） not a bucket that may be followed (the operator sets HENGJIAN_SOURCE_BUCKETS)',
    });
  return address;
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

/** `place`: from `allowedBucket`. */
export function openBucket(place: string, key: BucketKey, egress: Pick<Egress, 'fetch'>): Connector {
  const url = new URL(place);
  const [bucket = '', ...folders] = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const prefix = folders.length === 0 ? '' : `${folders.join('/')}/`;
  const addressOf = (path: string): URL => new URL(`/${[bucket, ...path.split('/')].map(encodeURIComponent).join('/')}`, url);
  const send = async (address: URL, headers: Readonly<Record<string, string>>, maxBytes: number): Promise<Response> => {
    const signer = new AwsV4Signer({
      url: address.href,
      headers: { ...headers },
      service: 's3',
      region: key.region,
      accessKeyId: key.id,
      secretAccessKey: key.secret,
    });
    const signed = await signer.sign();
    const request = { headers: Object.fromEntries(signed.headers), redirect: 'manual', timeoutMs: objectTimeLimitMs, maxBytes } as const;
    return egress.fetch(purpose, signed.url, request);
  };
  return {
    async *list() {
      let token: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const address = addressOf('');
        address.pathname = `/${encodeURIComponent(bucket)}`;
        const asked = { 'list-type': '2', prefix, 'encoding-type': 'url', ...(token === undefined ? {} : { 'continuation-token': token }) };
        address.search = new URLSearchParams(asked).toString().replaceAll('+', '%20');
        const reply = await send(address, {}, mostListBytes);
        const text = await reply.text();
        if (reply.status === 401 || reply.status === 403) throw new KeyRefused();
        if (reply.status !== 200) throw new Error(`the bucket replied ${reply.status}`);
        const listing = readListing(text);
        yield* listing.files.flatMap((file) => withinPrefix(file, prefix));
        if (listing.next === undefined) return;
        if (listing.next === token) break;
        token = listing.next;
      }
      throw new Error('the bucket does not come to an end');
    },
    async read({ path, byteLength, tag }) {
      if (byteLength > maxFileBytes) return undefined;
      // What was listed, or nothing: it may have been written anew since.
      const reply = await send(addressOf(prefix + path), tag === undefined ? {} : { 'if-match': tag }, byteLength);
      if (reply.status === 401 || reply.status === 403) throw new KeyRefused();
      // Not every server looks at the condition.
      const isOther = tag !== undefined && (reply.headers.get('etag') ?? tag) !== tag;
      const bytes = new Uint8Array(await reply.arrayBuffer());
      return reply.status === 200 && !isOther && bytes.byteLength === byteLength ? bytes : undefined;
    },
  };
}

/** Folders and what programs leave lying are passed over as they are in a folder. */
function withinPrefix(file: FoundFile, prefix: string): FoundFile[] {
  if (!file.path.startsWith(prefix)) return [];
  const path = file.path.slice(prefix.length);
  const isPassedOver = path.split('/').some((part) => part === '' || passedOver.test(part));
  return isPassedOver ? [] : [{ ...file, path }];
}

interface Listing {
  readonly files: readonly FoundFile[];
  /** Where the next page begins. */
  readonly next?: string;
}

/** A reply to ListObjectsV2. */
function readListing(xml: string): Listing {
  const files: FoundFile[] = [];
  const about = new Map<string, string>();
  let object: Map<string, string> | undefined;
  let name = '';
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') {
      const fields = object ?? about;
      if (name !== '') fields.set(name, (fields.get(name) ?? '') + event.text);
    } else if (event.kind === 'open') {
      name = event.name;
      if (name === 'Contents') object = new Map();
    } else {
      if (event.name === 'Contents' && object) files.push(fileOf(object, about.get('EncodingType') === 'url'));
      if (event.name === 'Contents') object = undefined;
      name = '';
    }
  }
  if (!about.has('IsTruncated')) throw new Error('not a listing of a bucket');
  const next = about.get('IsTruncated') === 'true' ? about.get('NextContinuationToken') : undefined;
  return { files, ...(next === undefined ? {} : { next }) };
}

function fileOf(object: ReadonlyMap<string, string>, isEncoded: boolean): FoundFile {
  const key = object.get('Key') ?? '';
  const [byteLength, modifiedAt] = [Number(object.get('Size')), new Date(object.get('LastModified') ?? '')];
  if (key === '' || !Number.isSafeInteger(byteLength) || Number.isNaN(modifiedAt.getTime()))
    throw new Error('an object without a name, size or time');
  const tag = object.get('ETag');
  return {
    path: isEncoded ? decodeURIComponent(key.replaceAll('+', ' ')) : key,
    byteLength,
    modifiedAt,
    ...(tag === undefined ? {} : { tag }),
  };
}
