// Pages of an OFD file that are pictures: painted as they lie on the page, and their text recognised.
import { type RecognisedPage, type Recognition, recognisePage } from '../ocr/recognition.ts';
import { MalformedFile } from './malformed-file.ts';
import { localName, type OfdPicture } from './ofd-page.ts';
import { unzippedName } from './ofd-paths.ts';
import { picturesIn } from './pictures.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';
import { readZipEntries } from './zip-parts.ts';

/** As scanners of official documents are set: 200 dots an inch. In millimetres. */
const usualPixels = 200 / 25.4;
/** In pixels. */
const longestSide = 5_000;

/** The file of a picture, by the id of its resource. */
export type PictureFiles = ReadonlyMap<string, string>;

/** `document`: the main part at `root`, which names the parts that list resources. */
export function pictureFiles(parts: ReadonlyMap<string, string>, root: string, document: string): PictureFiles {
  const files = new Map<string, string>();
  for (const location of textsOf(document, ['PublicRes', 'DocumentRes'])) {
    const list = unzippedName(root, location);
    let [base, id, name] = ['', '', ''];
    for (const event of xmlEvents(parts.get(list) ?? '')) {
      if (event.kind === 'text') {
        if (name === 'MediaFile') files.set(id, unzippedName(list, `${base}${event.text.trim()}`));
        continue;
      }
      name = event.kind === 'open' ? localName(event.name) : '';
      if (event.kind !== 'open') continue;
      if (name === 'Res') base = folder(xmlAttribute(event.attributes, 'BaseLoc'));
      if (name === 'MultiMedia') id = xmlAttribute(event.attributes, 'ID') ?? '';
    }
  }
  return files;
}

function folder(location: string | undefined): string {
  return location === undefined || location === '' ? '' : `${location.replace(/\/$/, '')}/`;
}

function textsOf(xml: string, names: readonly string[]): string[] {
  const found: string[] = [];
  let name = '';
  for (const event of xmlEvents(xml)) {
    if (event.kind === 'text') {
      if (names.includes(name)) found.push(event.text.trim());
    } else name = event.kind === 'open' ? localName(event.name) : '';
  }
  return found;
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
  bytes: Uint8Array,
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
    const picture = await drawn(bytes, files.get(resource));
    const [x = 0, y = 0, across = 0, down = 0] = box.map((value) => value * scale);
    if (picture === undefined) continue;
    context.drawImage(picture, x, y, across, down);
    painted += 1;
  }
  return painted === 0 ? undefined : recognisePage(recognition, canvas, page, 72 / 25.4 / scale);
}

/** One picture at a time is unpacked. One that is packed in a way that is not read is as good as none. */
async function drawn(bytes: Uint8Array, file: string | undefined) {
  if (file === undefined) return undefined;
  const unpacked = readZipEntries(bytes, (name) => name === file);
  const content = unpacked.kind === 'parts' ? unpacked.parts.get(file) : undefined;
  if (content === undefined) return undefined;
  try {
    return await picturesIn(content)[0]?.draw();
  } catch (error) {
    if (error instanceof MalformedFile || error instanceof RangeError) return undefined;
    throw error;
  }
}
