// A small S3-compatible server on loopback: path-style, ListObjectsV2 by pages of two, GetObject with If-Match; every request must carry a
// right signature (AWS Signature Version 4, reckoned here by itself from the documentation).
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

export interface BucketServer {
  readonly url: string;
  /** By name. */
  readonly objects: Map<string, { readonly bytes: Buffer; readonly modifiedAt: Date }>;
  readonly key: { readonly id: string; secret: string; readonly region: string };
  /** Methods and paths, without queries. */
  readonly requests: string[];
  close(): Promise<void>;
}

const pageSize = 2;

export async function startBucketServer(): Promise<BucketServer> {
  const objects: BucketServer['objects'] = new Map();
  const key = { id: 'AKTEST', secret: 'not-so-secret', region: 'cn-north-1' };
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://bucket');
    requests.push(`${request.method} ${url.pathname}`);
    if (!isSigned(request, url, key)) return response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
    const [, bucket, ...names] = url.pathname.split('/').map(decodeURIComponent);
    if (bucket !== 'fawen') return response.writeHead(404).end('<Error><Code>NoSuchBucket</Code></Error>');
    if (names.join('/') === '')
      return response.writeHead(200, { 'content-type': 'application/xml' }).end(listing(objects, url.searchParams));
    const object = objects.get(names.join('/'));
    if (!object) return response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    const isOther = request.headers['if-match'] !== undefined && request.headers['if-match'] !== tagOf(object.bytes);
    return isOther ? response.writeHead(412).end() : response.writeHead(200).end(object.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    objects,
    key,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function tagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function listing(objects: BucketServer['objects'], query: URLSearchParams): string {
  const names = [...objects.keys()].filter((name) => name.startsWith(query.get('prefix') ?? '')).toSorted();
  const from = Number(query.get('continuation-token') ?? 0);
  const shown = names.slice(from, from + pageSize);
  const contents = shown.map((name) => {
    const { bytes, modifiedAt } = objects.get(name) ?? { bytes: Buffer.alloc(0), modifiedAt: new Date(0) };
    const tag = tagOf(bytes).replaceAll('"', '&quot;');
    const key = encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%20', '+');
    return `<Contents><Key>${key}</Key><LastModified>${modifiedAt.toISOString()}</LastModified><ETag>${tag}</ETag><Size>${bytes.length}</Size></Contents>`;
  });
  const isTruncated = from + pageSize < names.length;
  const next = isTruncated ? `<NextContinuationToken>${from + pageSize}</NextContinuationToken>` : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>fawen</Name><EncodingType>url</EncodingType><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const strictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

function isSigned({ method = 'GET', headers }: IncomingMessage, url: URL, { id, secret, region }: BucketServer['key']): boolean {
  const given = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(headers.authorization ?? '');
  const [, credential = '', signedHeaders = '', signature = ''] = given ?? [];
  const time = String(headers['x-amz-date']);
  const place = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const query = [...url.searchParams].map(([name, value]) => `${strictly(name)}=${strictly(value)}`).toSorted();
  const lines = signedHeaders.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const payload = String(headers['x-amz-content-sha256']);
  const path = url.pathname
    .split('/')
    .map((part) => strictly(decodeURIComponent(part)))
    .join('/');
  const request = [method, path, query.join('&'), lines.join(''), signedHeaders, payload].join('\n');
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secret}`, time.slice(0, 8)), region));
  return (
    credential === `${id}/${place}` &&
    signature === hmac(key, ['AWS4-HMAC-SHA256', time, place, sha256(request)].join('\n')).toString('hex')
  );
}
