import { expect, test } from './portal';

const MAYBE = {
  spec: {
    workers: 1,
    users: 1,
    runTime: '5s',
    locustfile: { inline: 'a = 1' },
  },
};

test.describe('with the example policy', () => {
  test('owners run load tests of what is theirs, and read all others', async ({
    api,
  }) => {
    const sarah = api.as('sarah');
    const run = await api.start('shop-for-sarah', { runTime: '3s' });
    await api.untilPhase(run.id, 'finished');

    expect((await sarah.run(run.id)).test).toBe('shop-for-sarah');
    expect(await sarah.runsOf('shop-for-sarah')).toHaveLength(1);
    const refused = await sarah.post('/runs', {
      name: 'not-hers',
      entityRef: 'component:default/shop',
      ...MAYBE,
    });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toBe(
      'You may not do this: it takes the permission locust.run.create on component:default/shop',
    );
    expect(await api.runsOf('not-hers')).toEqual([]);
    const asked = await sarah.post('/validate', {
      name: 'hers',
      entityRef: 'component:default/search',
      ...MAYBE,
    });
    expect(asked).toMatchObject({ status: 200, body: { problems: [] } });
    // What belongs to no entity, and how the clusters are, is for the platform team.
    expect(
      (await sarah.post('/validate', { name: 'x', ...MAYBE })).status,
    ).toBe(403);
  });
});

/** A page of Sarah's, who owns the search and not the shop. */
const asSarah = test.extend({
  page: async ({ context }, provide) => {
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('button', { name: 'Enter as Sarah' }).click();
    await expect(
      page.getByRole('heading', { name: /Catalog/ }).first(),
    ).toBeVisible();
    await provide(page);
  },
});

asSarah(
  'who only reads sees the runs and no way to start one',
  async ({ page, api }) => {
    await api.start('shop-read-by-sarah', { runTime: '3s' });
    await page.goto('/catalog/default/component/shop/load-tests');
    await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible();
    await expect(
      page.getByRole('link', { name: 'New run', exact: true }),
    ).toHaveCount(0);
    await page.goto('/catalog/default/component/search/load-tests');
    await expect(
      page
        .getByRole('link', { name: 'New run', exact: true })
        .or(page.getByRole('button', { name: 'New run', exact: true }))
        .first(),
    ).toBeVisible();
  },
);
