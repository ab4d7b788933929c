import {
  clusterObjectsOf,
  expect,
  fillNewRun,
  kubectl,
  openLoadTests,
  test,
  type PortalApi,
} from './portal';

async function expectNothingMade(api: PortalApi, name: string) {
  expect(await api.runsOf(name)).toEqual([]);
  const { stdout } = await kubectl([
    'get',
    'locusts',
    '--selector',
    `locust-qa.xyz/test=${name}`,
    '--output',
    'name',
  ]);
  expect(stdout).toBe('');
}

test.describe('the form refuses', () => {
  const cases = [
    { what: 'negative workers', label: 'Workers', value: '-2', says: /-2/ },
    {
      what: 'a run time that is no duration',
      label: 'Run time',
      value: 'soon',
      says: /soon.*(30s|5m|1h30m)/,
    },
    {
      what: 'a broken cron expression',
      label: 'Cron',
      value: '61 * * * *',
      says: /61/,
    },
  ] as const;

  for (const { what, label, value, says } of cases) {
    test(`${what}, and says what would be right`, async ({ page, api }) => {
      const name = `shop-bad-${label.toLowerCase().replace(/\W/g, '-')}`;
      await openLoadTests(page, 'Shop');
      await fillNewRun(page, {
        name,
        users: 1,
        spawnRate: 1,
        runTime: '5s',
        workers: 1,
        schedule: label === 'Cron' ? value : undefined,
      });
      const field = page.getByLabel(label, { exact: true });
      await field.fill(value);
      await page
        .getByRole('button', { name: /^(Start run|Create schedule)$/ })
        .click();

      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(field).toHaveAccessibleDescription(says);
      await expect(page).toHaveURL(/\/load-tests\/new$/);
      await expectNothingMade(api, name);
    });
  }
});

test.describe('the API refuses', () => {
  const cases = [
    { what: 'negative workers', spec: { workers: -1 }, field: 'spec.workers' },
    {
      what: 'a run time that is no duration',
      spec: { runTime: 'soon' },
      field: 'spec.runTime',
    },
    {
      what: 'a ConfigMap that does not exist',
      spec: {
        locustfile: { configMap: 'no-such-map', key: 'locustfile.py' },
      },
      field: 'no-such-map',
    },
    {
      what: 'mounts with equal names',
      spec: {
        mountExternalConfig: { name: 'same', mountPath: '/a' },
        mountExternalSecret: { name: 'same', mountPath: '/b' },
      },
      field: 'spec.mountExternal',
    },
  ];

  for (const [index, { what, spec, field }] of cases.entries()) {
    test(`${what}, naming the field`, async ({ api }) => {
      const name = `shop-refused-${index}`;
      const { status, body } = await api.post('/runs', {
        name,
        entityRef: 'component:default/shop',
        spec,
      });
      expect(status).toBe(400);
      expect(body.error.message).toContain(field);
      await expectNothingMade(api, name);
    });
  }
});

test.describe('a resource applied by kubectl is refused or shown as Invalid', () => {
  const cases = [
    {
      name: 'bad-workers',
      what: 'negative workers',
      spec: { workers: -1 },
      says: /workers/,
    },
    {
      name: 'bad-run-time',
      what: 'a run time that is no duration',
      spec: { runTime: 'soon' },
      says: /soon|runTime/,
    },
    {
      name: 'bad-schedule',
      what: 'a broken cron expression',
      spec: { schedule: '61 * * * *' },
      says: /61|schedule/,
    },
    {
      name: 'bad-config-map',
      what: 'a ConfigMap that does not exist',
      spec: { configMapRef: 'no-such-map' },
      says: /no-such-map/,
    },
    {
      name: 'bad-mounts',
      what: 'mounts with equal names',
      spec: {
        mountExternalConfig: { name: 'same', mountPath: '/a' },
        mountExternalSecret: { name: 'same', mountPath: '/b' },
      },
      says: /mount/i,
    },
  ];

  for (const { name, what, spec, says } of cases) {
    test(`${what}`, async () => {
      const applied = await kubectl(['apply', '--filename', '-'], {
        apiVersion: 'locust-qa.xyz/v1',
        kind: 'Locust',
        metadata: { name },
        spec,
      });
      try {
        if (applied.code !== 0) {
          expect(applied.stderr).toMatch(says);
          const { stderr } = await kubectl(['get', 'locust', name]);
          expect(stderr).toContain('NotFound');
        } else {
          const status = async (path: string) =>
            (
              await kubectl([
                'get',
                'locust',
                name,
                '--output',
                `jsonpath={.status.${path}}`,
              ])
            ).stdout;
          await expect
            .poll(() => status('phase'), { timeout: 30_000 })
            .toBe('Invalid');
          expect(
            `${await status('message')} ${await status(
              'conditions[?(@.type=="Valid")].message',
            )}`,
          ).toMatch(says);
        }
        expect(await clusterObjectsOf(name)).toEqual([]);
      } finally {
        await kubectl(['delete', 'locust', name, '--ignore-not-found']);
      }
    });
  }
});

test('a component without the annotation says what to add', async ({
  page,
}) => {
  await openLoadTests(page, 'Legacy billing');
  await expect(page.getByText('locust-qa.xyz/namespace')).toBeVisible();
  await expect(page.getByRole('link', { name: 'New run' })).toHaveCount(0);
});

test('a component without runs offers the first one', async ({ page }) => {
  await openLoadTests(page, 'Search');
  await expect(
    page
      .getByRole('link', { name: 'New run' })
      .or(page.getByRole('button', { name: 'New run' }))
      .first(),
  ).toBeVisible();
  await expect(page.getByRole('table', { name: 'Runs' })).toHaveCount(0);
});
