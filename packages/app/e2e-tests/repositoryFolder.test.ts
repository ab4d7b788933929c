import {
  END_PATIENCE,
  expect,
  openLoadTests,
  openTab,
  runIdOf,
  stateOfRun,
  test,
} from './portal';

const FILES = [
  'locustfile.py',
  'browsing/__init__.py',
  'browsing/paths.py',
  'data/paths.txt',
];

test('a test of several files runs as it lies in the repository of its component', async ({
  page,
  api,
}) => {
  await openLoadTests(page, 'Recommendations');
  await page
    .getByRole('link', { name: 'New run', exact: true })
    .or(page.getByRole('button', { name: 'New run', exact: true }))
    .first()
    .click();
  // It is what the form begins with, read from the repository, and shown.
  const files = page.getByRole('list', { name: 'Files' });
  await expect(files.getByRole('listitem')).toHaveCount(FILES.length);
  await expect(page.getByRole('link', { name: 'loadtest/' })).toBeVisible();
  await expect(page.getByText('class Visitor(HttpUser):')).toBeVisible();

  await page.getByLabel('Users', { exact: true }).fill('4');
  await page.getByLabel('Run time').fill('10s');
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(stateOfRun(page)).toContainText('Finished', END_PATIENCE);

  // The module was imported, and the data read by the path that it has in the repository.
  const id = runIdOf(page);
  const requests = await api.requestsOf(id);
  expect(
    requests.map(({ method, name }) => `${method} ${name}`).sort(),
  ).toEqual(['GET /products', 'GET /search?q=cup']);
  for (const { statistics } of requests) {
    expect(statistics.requests).toBeGreaterThan(0);
  }

  await openTab(page, 'Settings');
  const kept = page.getByRole('list', { name: 'Files' });
  await expect(kept.getByRole('listitem')).toHaveCount(FILES.length);
  await kept.getByText('browsing/paths.py').click();
  await expect(page.getByText('def read_paths(name):')).toBeVisible();

  // What is run again is what was run, files and all.
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  const again = runIdOf(page);
  await expect(stateOfRun(page)).toContainText('Finished', END_PATIENCE);
  expect(await api.run(again)).toMatchObject({
    test: (await api.run(id)).test,
    phase: 'finished',
    exitCode: 0,
  });
});
