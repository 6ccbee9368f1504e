// Settings of text recognition in scans and pictures.
import { z } from 'zod';
import { type Grade, grades, unknownGrade } from './grade.ts';

export const ocrShape = {
  HENGJIAN_OCR: z
    .enum(['ppocr', 'tesseract', 'http', 'off'])
    .default('ppocr')
    .describe(
      'How text is recognised in scans and pictures: `ppocr`, which comes with the installation; `tesseract`, a program of this machine; `http`, a service in the house (HENGJIAN_OCR_URL); or not at all',
    ),
  HENGJIAN_OCR_URL: z
    .url({ protocol: /^https?$/ })
    .refine((text) => !/[?#]|\/\/[^/]*@/.test(text), 'no user name, query or fragment (不得带用户名、查询或片段)')
    .optional()
    .describe('With `HENGJIAN_OCR=http`: the operation of a PaddleX OCR service, e.g. `http://10.1.0.8:8080/ocr`; in the house only'),
  HENGJIAN_OCR_MAX_GRADE: z
    .enum(grades)
    .default(unknownGrade)
    .describe('The highest grade of documents whose pages that service may receive'),
};

export interface OcrService {
  readonly url: URL;
  readonly maxGrade: Grade;
}

export interface OcrSettings {
  readonly engine: 'ppocr' | 'tesseract' | 'http' | 'off';
  /** With `http`. */
  readonly service?: OcrService;
}

type Given = z.output<z.ZodObject<typeof ocrShape>>;

export function ocrFaults({ HENGJIAN_OCR, HENGJIAN_OCR_URL }: Given): string[] {
  return HENGJIAN_OCR === 'http' && HENGJIAN_OCR_URL === undefined
    ? ['HENGJIAN_OCR_URL: the address of the recognition service is missing (缺少文字识别服务的地址)']
    : [];
}

export function ocrSettings({ HENGJIAN_OCR: engine, HENGJIAN_OCR_URL: url, HENGJIAN_OCR_MAX_GRADE: maxGrade }: Given): OcrSettings {
  return { engine, ...(engine === 'http' && url !== undefined ? { service: { url: new URL(url), maxGrade } } : {}) };
}
