import { expect, type Page } from '@playwright/test';
import { ENTITY, LOAD_TESTS, NOW, runPath } from './devApp';

/** Something that the development app shows. */
export interface DevScreen {
  /** As a file may be called. */
  readonly name: string;
  readonly path: string;
  /** Waits until it shows what it is about, and nothing that it must not show. */
  readonly shown: (page: Page) => Promise<void>;
}

const runs = (page: Page) =>
  page
    .getByRole('table', { name: 'Runs' })
    .or(page.getByRole('list', { name: 'Runs' }));

const newRun = (page: Page) =>
  page.getByRole('button', { name: 'New run', exact: true });

const heading = (name: string | RegExp) => async (page: Page) => {
  await expect(page.getByRole('heading', { name }).first()).toBeVisible();
};

/** Each state in which there may be something else than what was asked for. */
export const STATES: readonly DevScreen[] = [
  {
    name: 'loading',
    path: '/state-loading',
    shown: async page => {
      await expect(
        page.getByRole('status', { name: 'Loading runs' }),
      ).toBeVisible();
      await expect(runs(page)).toHaveCount(0);
    },
  },
  {
    name: 'no-annotation',
    path: '/state-noTarget',
    shown: async page => {
      await expect(page.getByLabel('Annotations to add')).toContainText(
        'locust-qa.xyz/namespace: load-tests',
      );
      await expect(
        page.getByRole('button', { name: 'Copy annotations' }),
      ).toBeVisible();
      await expect(newRun(page)).toHaveCount(0);
    },
  },
  {
    name: 'no-permission',
    path: '/state-noPermission',
    shown: async page => {
      await expect(page.getByRole('alert')).toContainText(
        'You are not an owner of component:default/checkout.',
      );
      await expect(newRun(page)).toHaveCount(0);
      await expect(runs(page)).toHaveCount(0);
    },
  },
  {
    name: 'no-runs-yet',
    path: '/state-noRuns',
    shown: async page => {
      await heading('No load test has run here yet')(page);
      await expect(newRun(page).first()).toBeVisible();
      await expect(page.getByRole('alert')).toHaveCount(0);
    },
  },
  {
    name: 'cluster-unreachable',
    path: '/state-unreachable',
    shown: async page => {
      const notice = page.getByRole('note').filter({ hasText: 'eu-1' });
      await expect(notice).toContainText(
        /Cluster eu-1 cannot be reached · since 38 minutes ago/,
      );
      await expect(notice).toContainText('certificate has expired');
      // The history is still shown.
      await expect(runs(page)).toBeVisible();
    },
  },
  {
    name: 'forbidden',
    path: '/state-forbidden',
    shown: async page => {
      await expect(page.getByRole('alert')).toContainText(
        /lacks permissions in cluster eu-1/,
      );
      await expect(page.getByRole('alert')).toContainText(
        'may not list locusts.locust-qa.xyz in namespace load',
      );
      await expect(runs(page)).toBeVisible();
    },
  },
  {
    name: 'stale',
    path: '/state-stale',
    shown: async page => {
      // Another theme mounts the screen anew, and what was known is gone.
      await page.clock.setFixedTime(NOW);
      await expect(runs(page)).toBeVisible();
      await page.clock.setFixedTime(NOW.getTime() + 30_000);
      await expect(page.getByText('Last update 30 s ago.')).toBeVisible();
      await expect(runs(page)).toBeVisible();
    },
  },
  {
    name: 'partly-failed',
    path: '/state-partial?view=schedules',
    shown: async page => {
      await expect(
        page.getByText(/Cluster us-1 cannot be reached/),
      ).toBeVisible();
      await expect(
        page.getByRole('list', { name: 'Schedules' }).getByRole('listitem'),
      ).not.toHaveCount(0);
      // A number would be a guess while one cluster does not answer.
      await expect(
        page.getByRole('button', { name: 'Schedules', exact: true }),
      ).toBeVisible();
    },
  },
  {
    name: 'queued-by-quota',
    path: runPath('queued'),
    shown: async page => {
      await expect(
        page.getByRole('status', { name: 'State of the run' }),
      ).toContainText('Queued');
      await expect(
        page.getByText(/It waits: 3 of 3 runs of team-checkout are going/),
      ).toBeVisible();
      await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
    },
  },
  {
    name: 'server-error',
    path: '/state-error',
    shown: async page => {
      await expect(page.getByRole('alert')).toContainText(
        'The database does not answer',
      );
      await expect(
        page.getByRole('button', { name: 'Try again' }),
      ).toBeVisible();
      await expect(runs(page)).toHaveCount(0);
    },
  },
  {
    name: 'backend-away',
    path: '/state-backendAway',
    shown: async page => {
      await expect(page.getByRole('alert')).toContainText(
        'The backend cannot be reached',
      );
      await expect(page.getByText('No load test has run here yet')).toHaveCount(
        0,
      );
    },
  },
];

/** The screens as they are on most days. */
export const SCREENS: readonly DevScreen[] = [
  {
    name: 'card',
    path: ENTITY,
    shown: async page => {
      await heading('Load tests')(page);
      await expect(page.getByText(/Next scheduled run/)).toBeVisible();
    },
  },
  {
    name: 'runs',
    path: LOAD_TESTS,
    shown: async page => {
      await expect(runs(page)).toContainText('nightly-checkout');
    },
  },
  {
    name: 'schedules',
    path: `${LOAD_TESTS}?view=schedules`,
    shown: heading('nightly-checkout'),
  },
  {
    name: 'new-run',
    path: `${LOAD_TESTS}/new`,
    shown: async page => {
      await heading('What counts as passed')(page);
      await expect(
        page.getByRole('textbox', { name: 'Locustfile' }),
      ).toBeVisible();
    },
  },
  {
    name: 'run-live',
    path: runPath('running'),
    shown: async page => {
      await expect(
        page.getByRole('status', { name: 'State of the run' }),
      ).toContainText('Running');
      await expect(page.getByText('Throughput').first()).toBeVisible();
    },
  },
  {
    name: 'run-statistics',
    path: runPath('failed', 'statistics'),
    shown: async page => {
      await expect(
        page.getByRole('table', { name: 'Statistics' }),
      ).toContainText('/pay');
    },
  },
  {
    name: 'run-failures',
    path: runPath('failed', 'failures'),
    shown: async page => {
      await expect(page.getByText(/502 Server Error/)).toBeVisible();
    },
  },
  {
    name: 'run-log',
    path: runPath('failed', 'log'),
    shown: async page => {
      await expect(page.getByRole('log')).toContainText('Starting Locust');
    },
  },
  {
    name: 'run-events',
    path: runPath('failed', 'events'),
    shown: async page => {
      await expect(page.getByRole('list', { name: 'Events' })).toContainText(
        'All 4 workers are connected',
      );
    },
  },
  {
    name: 'run-settings',
    path: runPath('failed', 'settings'),
    shown: async page => {
      await expect(page.getByText('kind: Locust').first()).toBeVisible();
    },
  },
  {
    name: 'run-that-could-not-run',
    path: runPath('brokenrun'),
    shown: async page => {
      await expect(page.getByRole('alert')).toContainText(
        'The image registry.example.com/locust:2.99 cannot be pulled',
      );
    },
  },
  {
    name: 'compare',
    path: `${LOAD_TESTS}/compare?runs=${'passed'.padEnd(
      26,
      '0',
    )},${'failed'.padEnd(26, '0')}`,
    shown: async page => {
      await expect(
        page.getByText('since each run began').first(),
      ).toBeVisible();
    },
  },
  {
    name: 'trend',
    path: `${LOAD_TESTS}/trend?test=nightly-checkout`,
    shown: async page => {
      await expect(page.getByText('the newest first').first()).toBeVisible();
    },
  },
  {
    name: 'overview',
    path: '/locust',
    shown: async page => {
      await expect(page.getByRole('list', { name: 'Clusters' })).toContainText(
        'CRD missing',
      );
      await expect(page.getByRole('list', { name: 'Running' })).toContainText(
        'login-ramp',
      );
      await expect(page.getByRole('table', { name: 'Limits' })).toContainText(
        'at its limit',
      );
    },
  },
  {
    name: 'all',
    path: '/locust?view=runs',
    shown: page => expect(runs(page)).toContainText('us-1 / data-load'),
  },
  {
    name: 'schedules-of-all',
    path: '/locust?view=schedules',
    shown: heading('import-burst'),
  },
  {
    name: 'calendar',
    path: '/locust?view=calendar&hour=26',
    shown: async page => {
      await expect(
        page.getByRole('gridcell', { name: /users and \d+ workers/ }).first(),
      ).toBeVisible();
      await expect(
        page.getByRole('table', { name: /02:00–03:00$/ }),
      ).toContainText('login-pulse');
    },
  },
  {
    name: 'calendar-as-table',
    path: '/locust?view=calendar&as=table',
    shown: page =>
      expect(page.getByRole('table', { name: 'Scheduled load' })).toContainText(
        'login-pulse',
      ),
  },
  {
    name: 'usage',
    path: '/locust?view=usage',
    shown: page =>
      expect(page.getByRole('table', { name: 'Usage' })).toContainText(
        'team-checkout',
      ),
  },
];
