import {
  CountedPerson,
  scheduleNightly,
  startFirstRun,
} from '../e2e-tests/interactions';
import { ENTITY, expect, test } from './devApp';

test('in an app of the old frontend system it takes no more than 6 interactions from a component to a live run', async ({
  page,
}) => {
  await page.goto(ENTITY);
  const person = new CountedPerson(page);
  await startFirstRun(person);
  await expect(
    page.getByRole('status', { name: 'State of the run' }),
  ).toContainText('Running');
  await expect(page.getByLabel('Figures of the run')).toContainText(/[1-9]/);
  expect(person.steps.length, person.steps.join('\n')).toBeLessThanOrEqual(6);
});

test('and no more than 12 to a schedule with a threshold', async ({ page }) => {
  await page.goto(ENTITY);
  const person = new CountedPerson(page);
  await scheduleNightly(person, 'every-night');
  await expect(page.getByRole('list', { name: 'Schedules' })).toContainText(
    '0 2 * * *',
  );
  expect(person.steps.length, person.steps.join('\n')).toBeLessThanOrEqual(12);
});
