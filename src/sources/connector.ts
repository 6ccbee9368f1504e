// The seam behind which a source stands: what is there, and the bytes of one file. A folder, or a bucket.

export interface FoundFile {
  /** Below the source, with `/`. */
  readonly path: string;
  readonly byteLength: number;
  readonly modifiedAt: Date;
  /** Of a bucket: what the object is now (its ETag). */
  readonly tag?: string;
}

/** The place is there, and does not accept the key. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
}

/** Hidden files, and what programs leave lying while they write. */
export const passedOver = /^\.|^~\$|^~WRL|^Thumbs\.db$|^desktop\.ini$|\.(?:tmp|temp|part|partial|crdownload|download|swp|lock)$/i;

export interface Connector {
  /** Every file; fails as a whole where the place cannot be read, so that nothing is taken for gone. */
  list(): AsyncIterable<FoundFile>;
  /** Nothing where the file is no longer what was found. */
  read(file: FoundFile): Promise<Uint8Array | undefined>;
}
