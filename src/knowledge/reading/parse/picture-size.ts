// Width and height of a picture from its head, so that one that would fill the memory is never unpacked.

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** In pixels. Letters of a page are legible from 150 dots an inch on; a telephone takes up to 200 million, which would be 800 MB. */
export const largestPicture = 60_000_000;

/** Undefined where the head is cut off or of another kind than PNG, JPEG and BMP. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint32(0) === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) };
    if (view.getUint16(0) === 0x424d) return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
    return view.getUint16(0) === 0xffd8 ? jpegSize(view) : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Segments follow each other with their lengths; the size stands in the frame's (C0 to CF but for tables C4, C8 and CC). */
function jpegSize(view: DataView): PictureSize | undefined {
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at += 1;
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
  }
}
