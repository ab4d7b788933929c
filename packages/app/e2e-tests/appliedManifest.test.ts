import path from 'node:path';
import {
  END_PATIENCE,
  EXAMPLES,
  expect,
  finalTable,
  kubectl,
  openLoadTests,
  runIdOf,
  START_PATIENCE,
  stateOfRun,
  test,
} from './portal';

const ORIGINAL = path.join(EXAMPLES, 'manifests', 'original.yaml');

test('a manifest with only the original’s fields runs, under the component whose label it carries', async ({
  page,
  api,
}) => {
  const applied = await kubectl(['apply', '--filename', ORIGINAL]);
  expect(applied.code, applied.stderr).toBe(0);
  try {
    await openLoadTests(page, 'Checkout');
    const link = page
      .getByRole('table', { name: 'Runs' })
      .getByRole('link', { name: 'checkout' });
    await expect(link.first()).toBeVisible(START_PATIENCE);
    await link.first().click();

    await expect(stateOfRun(page)).toContainText('Finished', END_PATIENCE);
    const run = await api.run(runIdOf(page));
    expect(run).toMatchObject({
      name: 'checkout',
      entityRef: 'component:default/checkout',
      trigger: 'resource',
      workersWanted: 2,
      workersConnected: 2,
    });
    expect(run.total!.requests).toBeGreaterThan(0);
    const printed = finalTable((await api.logOf(run.id)).lines);
    expect(run.total!.requests).toBe(printed.get('Aggregated')!.requests);

    const status = await kubectl([
      'get',
      'locust',
      'checkout',
      '--output',
      'jsonpath={.status.phase}',
    ]);
    expect(status.stdout).toBe('Finished');
  } finally {
    await kubectl(['delete', '--filename', ORIGINAL]);
  }
});
