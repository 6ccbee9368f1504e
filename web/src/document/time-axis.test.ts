import { expect, test } from 'vitest';
import { axisOf } from './time-axis.ts';

test('days stand in their order, within the line, and years beside each other do not crowd', () => {
  const days = ['1999-03-01', '2010-07-15', '2026-03-01'];
  const { at, years } = axisOf(days);
  const places = days.map(at);
  expect(places).toEqual(places.toSorted((left, right) => left - right));
  for (const place of [...places, ...years.map((year) => year.at)]) {
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThanOrEqual(100);
  }
  expect(years.length).toBeLessThanOrEqual(8);
});

test('one day alone has a line too', () => {
  const { at } = axisOf(['2026-03-01']);
  expect(at('2026-03-01')).toBeCloseTo(50);
});
