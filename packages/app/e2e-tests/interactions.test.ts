import { CountedPerson, scheduleNightly, startFirstRun } from './interactions';
import {
  END_PATIENCE,
  expect,
  figureOfRun,
  runIdOf,
  SHOP,
  START_PATIENCE,
  stateOfRun,
  test,
} from './portal';

const COMPONENT = '/catalog/default/component/shop';

// What an earlier test has begun to fill in is this person's draft too, for the portal keeps it.
test.beforeEach(async ({ page }) => {
  await page.goto(`${COMPONENT}/load-tests/new`);
  await expect(page.getByRole('form', { name: 'New run' })).toBeVisible();
  const discard = page.getByRole('button', { name: 'Discard', exact: true });
  if (await discard.isVisible()) {
    await discard.click();
    await expect(discard).toBeHidden();
  }
});

test('from the page of a component to a live run it takes no more than 6 interactions', async ({
  page,
  api,
}) => {
  await page.goto(COMPONENT);
  const person = new CountedPerson(page);
  await startFirstRun(person);
  expect(person.steps.length, person.steps.join('\n')).toBeLessThanOrEqual(6);

  await expect(stateOfRun(page)).toContainText('Running', START_PATIENCE);
  await expect
    .poll(() => figureOfRun(page, 'Requests'), { timeout: 60_000 })
    .toBeGreaterThan(0);
  const id = runIdOf(page);
  expect(await api.run(id)).toMatchObject({ entityRef: SHOP, trigger: 'user' });
  // How long it would go on is none of this test's business.
  await api.post(`/runs/${id}/stop`);
  await api.untilPhase(id, 'stopped', END_PATIENCE);
});

test('from the page of a component to a nightly schedule with a threshold it takes no more than 12 interactions', async ({
  page,
  api,
}) => {
  const name = 'shop-every-night';
  await page.goto(COMPONENT);
  const person = new CountedPerson(page);
  await scheduleNightly(person, name);
  expect(person.steps.length, person.steps.join('\n')).toBeLessThanOrEqual(12);

  const { items } = await api.get<{
    readonly items: ReadonlyArray<{
      readonly test: string;
      readonly schedule: string;
      readonly spec: { readonly thresholds?: readonly string[] };
    }>;
  }>(`/tests?entityRef=${SHOP}`);
  expect(items.find(item => item.test === name)).toMatchObject({
    schedule: '0 2 * * *',
    spec: {
      thresholds: expect.arrayContaining([expect.stringMatching(/^\w+ [<>]/)]),
    },
  });
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await page.getByRole('button', { name: 'Delete schedule' }).click();
  await expect(page.getByRole('heading', { name })).toHaveCount(0);
});
