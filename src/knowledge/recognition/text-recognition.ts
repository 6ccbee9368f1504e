// What recognises text in scans, by the operator's choice: a part of this installation, a program of this machine, a service in the house.
import type { OcrSettings } from '../../base/ocr-settings.ts';
import type { Egress, EgressRule } from '../../egress/egress.ts';
import type { OcrChoice } from '../reading/read-with-ocr.ts';
import { createPaddleService, serviceRule } from './paddle-service.ts';
import { createTesseract, requireTesseract } from './tesseract.ts';

export function recognitionRules({ service }: OcrSettings): EgressRule[] {
  return service ? [serviceRule(service)] : [];
}

/** Fails where the program that was chosen is not on this machine. */
export async function openTextRecognition({ engine, service }: OcrSettings, egress: Pick<Egress, 'open'>): Promise<OcrChoice> {
  if (engine === 'http' && service) return createPaddleService(service, egress);
  if (engine === 'tesseract') {
    await requireTesseract();
    return createTesseract();
  }
  return engine === 'ppocr' ? 'ppocr' : 'off';
}
