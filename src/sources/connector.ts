// The seam behind which a source stands: what is there, and the bytes of one file. A folder today; a bucket fits behind the same two verbs.

export interface FoundFile {
  /** Below the source, with `/`. */
  readonly path: string;
  readonly byteLength: number;
  readonly modifiedAt: Date;
}

export interface Connector {
  /** Every file; fails as a whole where the place cannot be read, so that nothing is taken for gone. */
  list(): AsyncIterable<FoundFile>;
  /** Nothing where the file is no longer what was found. */
  read(file: FoundFile): Promise<Uint8Array | undefined>;
}
