// Pages of an OFD file that are pictures: painted as they lie on the page, and their text recognised.
import type { Canvas } from '@napi-rs/canvas';
import { type RecognisedPage, type Recognition, recognisePage } from '../ocr/recognition.ts';
import { MalformedFile } from './malformed-file.ts';
import { ofdEvents, ofdTexts } from './ofd-events.ts';
import type { OfdPicture } from './ofd-page.ts';
import { unzippedName } from './ofd-paths.ts';
import { picturesIn } from './pictures.ts';
import { xmlAttribute } from './xml-events.ts';
import { unpackEntry } from './zip.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

/** As scanners of official documents are set: 200 dots an inch. In millimetres. */
const usualPixels = 200 / 25.4;
/** In pixels. */
const longestSide = 5_000;

/** The pictures of a package, by the ids of their resources. Each is unpacked when it is painted. */
export class PictureFiles {
  private readonly bytes: Uint8Array;
  private readonly names = new Map<string, string>();
  private directory: ReadonlyMap<string, ZipEntry> | undefined;

  /** `document`: the main part at `root`, which names the parts that list resources. */
  constructor(bytes: Uint8Array, parts: ReadonlyMap<string, string>, root: string, document: string) {
    this.bytes = bytes;
    for (const location of ofdTexts(document, 'PublicRes', 'DocumentRes')) {
      const list = unzippedName(root, location);
      let [base, id] = ['', ''];
      for (const event of ofdEvents(parts.get(list) ?? '')) {
        if (event.kind === 'text' && event.name === 'MediaFile') this.names.set(id, unzippedName(list, `${base}${event.text.trim()}`));
        else if (event.kind === 'open' && event.name === 'Res') base = folder(xmlAttribute(event.attributes, 'BaseLoc'));
        else if (event.kind === 'open' && event.name === 'MultiMedia') id = xmlAttribute(event.attributes, 'ID') ?? '';
      }
    }
  }

  /** One that is packed in a way that is not read is as good as none. */
  async draw(resource: string): Promise<Canvas | undefined> {
    this.directory ??= new Map(readZipDirectory(this.bytes).map((entry) => [entry.name, entry]));
    const entry = this.directory.get(this.names.get(resource) ?? '');
    try {
      return entry && (await picturesIn(unpackEntry(this.bytes, entry))[0]?.draw());
    } catch (error) {
      if (error instanceof MalformedFile || error instanceof RangeError) return undefined;
      throw error;
    }
  }
}

function folder(location: string | undefined): string {
  return location === undefined || location === '' ? '' : `${location.replace(/\/$/, '')}/`;
}

export interface OfdScan {
  readonly pictures: readonly OfdPicture[];
  readonly files: PictureFiles;
  /** In millimetres. */
  readonly width: number;
  readonly height: number;
}

/** Undefined where none of its pictures can be unpacked. */
export async function recogniseOfdPage(
  recognition: Recognition,
  { pictures, files, width, height }: OfdScan,
  page: number,
): Promise<RecognisedPage | undefined> {
  const { createCanvas } = await import('@napi-rs/canvas');
  const scale = Math.min(usualPixels, longestSide / Math.max(width, height));
  const canvas = createCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  let painted = 0;
  for (const { resource, box } of pictures) {
    const picture = await files.draw(resource);
    const [x = 0, y = 0, across = 0, down = 0] = box.map((value) => value * scale);
    if (picture === undefined) continue;
    context.drawImage(picture, x, y, across, down);
    painted += 1;
  }
  return painted === 0 ? undefined : recognisePage(recognition, canvas, page, 72 / 25.4 / scale);
}
