// Unpacks the pages of a TIFF, apart from the page that shows them: one takes a second.
import './inflate-for-tiff.ts';
import tiff from 'utif2';

/** The file first, then the page (from 1) that is wanted. */
export type TiffRequest = { readonly kind: 'open'; readonly bytes: ArrayBuffer } | { readonly kind: 'page'; readonly page: number };
export type TiffReply =
  | { readonly kind: 'opened'; readonly pageCount: number }
  | { readonly kind: 'page'; readonly picture: ImageBitmap }
  | { readonly kind: 'failed' };

let bytes = new ArrayBuffer(0);
let pages: ReturnType<typeof tiff.decode> = [];

addEventListener('message', ({ data }: MessageEvent<TiffRequest>) => {
  answer(data).then(
    (reply) => postMessage(reply, { transfer: reply.kind === 'page' ? [reply.picture] : [] }),
    () => postMessage({ kind: 'failed' } satisfies TiffReply),
  );
});

async function answer(request: TiffRequest): Promise<TiffReply> {
  if (request.kind === 'open') {
    bytes = request.bytes;
    pages = tiff.decode(bytes).filter(isPage);
    return { kind: 'opened', pageCount: pages.length };
  }
  const page = pages[request.page - 1];
  if (!page) return { kind: 'failed' };
  tiff.decodeImage(bytes, page);
  const picture = await createImageBitmap(new ImageData(new Uint8ClampedArray(tiff.toRGBA8(page)), page.width, page.height));
  // Unpacked pages are not kept: each is some 15 MB.
  Reflect.deleteProperty(page, 'data');
  return { kind: 'page', picture };
}

/** As the reading counts them (parse/tiff-directory.ts): with a width (256), and no preview (254). */
function isPage(directory: (typeof pages)[number]): boolean {
  const [kind] = Array.isArray(directory['t254']) ? directory['t254'] : [];
  return directory['t256'] !== undefined && (Number(kind ?? 0) & 1) === 0;
}
