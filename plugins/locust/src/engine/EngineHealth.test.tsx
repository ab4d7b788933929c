import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ClusterHealth } from 'backstage-plugin-locust-common';
import { openInApp } from '../__testUtils__/openScreen';
import type { EngineView } from '../api/LocustApi';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import { EngineHealth } from './EngineHealth';

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

const WELL: ClusterHealth = {
  cluster: 'eu-1',
  state: 'healthy',
  message: 'Everything is watched and up to date.',
  leader: 'portal-1',
  queueDepth: 0,
  missingRights: [],
  rightsCheckedAt: ago(60),
  orphans: { count: 0, examples: [] },
  recentErrors: [],
  findings: [],
  resources: [
    { resource: 'jobs', state: 'watching', objects: 1, lastContactAt: ago(20) },
    { resource: 'pods', state: 'watching', objects: 1, lastContactAt: ago(2) },
  ],
};

async function open(view: Partial<EngineView>) {
  const api = new FakeLocustApi();
  jest
    .spyOn(api, 'getEngine')
    .mockResolvedValue({ clusters: [], findings: [], ...view });
  await openInApp(<EngineHealth />, api, '/');
}

const cluster = async (name: string) =>
  within((await screen.findByText(name)).closest('li')!);

describe('the health of the engine', () => {
  it('shows nothing of what could be wrong where nothing is', async () => {
    await open({ clusters: [WELL] });
    const item = await cluster('eu-1');
    expect(item.getByText('Healthy')).toBeInTheDocument();
    expect(item.queryByRole('list')).not.toBeInTheDocument();
    expect(item.queryByRole('group')).not.toBeInTheDocument();
    expect(item.queryByText('What to do:')).not.toBeInTheDocument();
    expect(item.getByText('All there')).toBeInTheDocument();
  });

  it('says of what the API server has told nothing for longest', async () => {
    await open({ clusters: [WELL] });
    const item = await cluster('eu-1');
    expect(item.getByText(/^\d+ s \(jobs\)$/)).toBeInTheDocument();
  });

  it('says what is wrong and what to do about it', async () => {
    await open({
      clusters: [
        {
          ...WELL,
          state: 'forbidden',
          message: 'Some rights are missing.',
          missingRights: [
            { verb: 'get', resource: 'pods/log' },
            { verb: 'create', resource: 'jobs.batch' },
          ],
          findings: [
            {
              severity: 'error',
              code: 'rightsMissing',
              what: 'The account may not get pods/log; create jobs.batch.',
              fix: 'Apply manifests/rbac.yaml.',
            },
            {
              severity: 'warning',
              code: 'clockSkew',
              what: "The API server's clock is 1m30s ahead.",
              fix: 'Let both take their time from the same servers.',
            },
          ],
        },
      ],
    });
    const found = await screen.findByRole('list', {
      name: 'What is wrong: eu-1',
    });
    const [rights, clock] = within(found).getAllByRole('listitem');
    expect(rights).toHaveTextContent(
      /Error.*Rights are missing.*may not get pods\/log; create jobs\.batch.*What to do: Apply manifests\/rbac\.yaml\./,
    );
    expect(clock).toHaveTextContent(/Warning.*Clocks do not agree/);
    const item = await cluster('eu-1');
    expect(item.getByText('2 missing')).toBeInTheDocument();
    // The finding says it already.
    expect(
      item.queryByText('Some rights are missing.'),
    ).not.toBeInTheDocument();
  });

  it('says in words how a cluster is that is not well for a reason without a finding', async () => {
    await open({
      clusters: [
        { ...WELL, state: 'starting', message: 'Reading what there is.' },
      ],
    });
    const item = await cluster('eu-1');
    expect(item.getByText('Reading what there is.')).toBeInTheDocument();
  });

  it('says what is wrong with the backend itself', async () => {
    await open({
      clusters: [WELL],
      findings: [
        {
          severity: 'error',
          code: 'databaseAway',
          what: 'The database has not answered for 1m.',
          fix: 'Look whether it is up.',
        },
      ],
    });
    const found = await screen.findByRole('list', {
      name: 'What is wrong: This backend',
    });
    expect(found).toHaveTextContent(
      /The database does not answer.*for 1m.*Look whether it is up/,
    );
  });

  it('opens the last errors with their time, and what belongs to nobody with why', async () => {
    await open({
      clusters: [
        {
          ...WELL,
          recentErrors: [
            { at: ago(600), message: 'A watch broke.', times: 3 },
            { at: ago(900), message: 'A write was refused.', times: 1 },
          ],
          orphans: {
            count: 30,
            examples: [
              {
                kind: 'Job',
                namespace: 'load',
                name: 'job-demo',
                because: 'noLocust',
              },
            ],
          },
        },
      ],
    });
    const item = await cluster('eu-1');
    await userEvent.click(item.getByText('Last errors'));
    expect(item.getByText('A watch broke.')).toHaveTextContent(
      /10 minutes ago, 3 times: A watch broke\./,
    );
    expect(item.getByText('A write was refused.')).toHaveTextContent(
      /^15 minutes ago A write was refused\.$/,
    );
    await userEvent.click(item.getByText('30 objects belong to nobody'));
    expect(item.getByText('Job load/job-demo')).toHaveTextContent(
      /its Locust is gone/,
    );
  });

  it('says where to name a cluster where there is none', async () => {
    await open({});
    expect(await screen.findByText('No cluster is configured')).toBeVisible();
  });
});
