import type { PageDrawing } from './original.ts';

export function drawTurned(picture: ImageBitmap, { turn, widthPixels, canvas }: PageDrawing): void {
  const [width, height] = turn % 180 === 0 ? [picture.width, picture.height] : [picture.height, picture.width];
  const scale = (widthPixels / width) * devicePixelRatio;
  canvas.width = Math.floor(width * scale);
  canvas.height = Math.floor(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.scale(scale, scale);
  context.drawImage(picture, -picture.width / 2, -picture.height / 2);
}
