// The TIFF decoder looks for its inflater where a page without modules would have put it; imported before it.
import { inflateSync } from 'fflate';

Object.assign(globalThis, { pako: { inflateRaw: inflateSync } });
