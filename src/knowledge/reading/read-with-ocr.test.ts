import { expect, it } from 'vitest';
import { createReaderWithOcr } from './read-with-ocr.ts';
import { drawScan, scannedPdf } from './test-scans.ts';

it('what somebody waits for is recognised at once, while a scan of the library is at work and others wait behind it', async () => {
  const bytes = scannedPdf([drawScan([['停车收费规定', 22]])]);
  const said = [...'小型车在一类区域每小时五元。'];
  const letters = said.map((text, index) => ({ text, confidence: 1, from: index / said.length, to: (index + 1) / said.length }));
  const [left, right, top, bottom] = [40, 400, 60, 120];
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ] as const;
  const release: (() => void)[] = [];
  const grades: string[] = [];
  const reader = createReaderWithOcr({
    children: 1,
    // What is of the library is held until it is let go.
    ocr: async (_, grade) => {
      grades.push(grade);
      if (grade === 'internal') await new Promise<void>((resolve) => release.push(resolve));
      return [{ corners, characters: letters }];
    },
  });
  try {
    const library = ['一.pdf', '二.pdf'].map((name) => reader.recognise?.({ name, bytes, grade: 'internal' }));
    expect(await reader.recogniseNow?.({ name: '附.pdf', bytes, grade: 'public' })).toMatchObject({
      kind: 'read',
      reading: { text: said.join('') },
    });
    await expect.poll(() => release.length).toBe(1);
    release[0]?.();
    expect(await library[0]).toMatchObject({ kind: 'read' });
    await expect.poll(() => release.length).toBe(2);
    release[1]?.();
    expect(await library[1]).toMatchObject({ kind: 'read' });
    expect(grades.toSorted()).toEqual(['internal', 'internal', 'public']);
  } finally {
    reader.close();
  }
}, 60_000);
