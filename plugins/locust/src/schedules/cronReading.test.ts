import { inEnglish, inGerman } from '../__testUtils__/translate';
import { cronReading } from './cronReading';

it.each([
  ['0 2 * * *', 'At 02:00', 'Um 02:00'],
  ['*/15 * * * *', 'Every 15 minutes', 'Alle 15 Minuten'],
])('%s is read in the chosen language', (expression, english, german) => {
  expect(cronReading(expression, inEnglish)).toBe(english);
  expect(cronReading(expression, inGerman)).toBe(german);
});

it('has no words for what is no schedule', () => {
  expect(cronReading('at night', inEnglish)).toBeUndefined();
});
