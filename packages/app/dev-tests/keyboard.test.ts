import { type Page } from '@playwright/test';
import { expect, LOAD_TESTS, runPath, test } from './devApp';
import { SCREENS } from './devScreens';
import { focusedStop, Keyboard } from './Keyboard';

const state = (page: Page) =>
  page.getByRole('status', { name: 'State of the run' });
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });

test('a run is started, watched, noted, exported and stopped by keys alone', async ({
  page,
}) => {
  const keys = new Keyboard(page);
  await page.goto(LOAD_TESTS);
  await keys.activate(button(page, 'New run'));

  // The editor is left by Escape and Tab, as it says, for Tab alone belongs to whoever writes Python.
  await keys.goTo(page.getByRole('textbox', { name: 'Locustfile' }));
  await keys.press('Escape');
  await keys.write(page.getByLabel('Test name'), 'by-keys');
  await keys.write(page.getByLabel('Users', { exact: true }), '20');
  await keys.activate(button(page, 'Start run'));
  await expect(state(page)).toContainText('Running');
  await expect(
    page.getByRole('heading', { name: /by-keys/ }).first(),
  ).toBeVisible();

  const tabs = page.getByRole('tablist', { name: 'Views of the run' });
  await keys.goTo(tabs.getByRole('tab', { selected: true }));
  await keys.press('ArrowRight');
  await keys.press('Enter');
  await expect(page).toHaveURL(/\/statistics$/);
  await expect(page.getByRole('table', { name: 'Statistics' })).toContainText(
    '/pay',
  );

  const exporting = button(page, 'Export');
  await keys.goTo(exporting, 'Shift+Tab');
  await keys.press('Enter');
  const formats = page.getByRole('menu', { name: 'Export' });
  await expect(formats.getByRole('menuitem').first()).toBeFocused();
  await keys.press('Escape');
  await expect(formats).toHaveCount(0);
  await expect(exporting).toBeFocused();
  await keys.press('Enter');
  const file = page.waitForEvent('download');
  await keys.choose(formats.getByRole('menuitem', { name: /CSV/ }).first());
  expect((await file).suggestedFilename()).toMatch(/^by-keys/);
  await expect(exporting).toBeFocused();

  const more = button(page, 'More actions for this run');
  await keys.activate(more);
  await keys.choose(page.getByRole('menuitem', { name: 'Add note…' }));
  const note = page.getByRole('dialog').getByLabel('Note', { exact: true });
  await expect(note).toBeFocused();
  await page.keyboard.type('Written without a mouse.');
  await keys.activate(button(page, 'Save note'));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(
    page.getByText('Written without a mouse.', { exact: true }),
  ).toBeVisible();
  await expect(more).toBeFocused();

  await keys.activate(button(page, 'Stop'));
  await expect(state(page)).toContainText('Stopped');
});

test('runs are compared and one is deleted by keys alone, and the focus is never lost', async ({
  page,
}) => {
  const keys = new Keyboard(page);
  await page.goto(`${LOAD_TESTS}?test=nightly-checkout`);
  const boxes = page.getByRole('checkbox', { name: /^Compare / });
  await keys.goTo(boxes.nth(0));
  await keys.press('Space');
  await keys.goTo(boxes.nth(1));
  await keys.press('Space');
  await keys.activate(button(page, 'Compare 2 runs'));
  await expect(page).toHaveURL(/\/compare\?/);
  await expect(page.getByText('since each run began').first()).toBeVisible();

  await page.goto(`${LOAD_TESTS}?phase=error`);
  const actions = button(page, /^Actions for/);
  await expect(actions).toHaveCount(1);
  await keys.activate(actions);
  await keys.choose(page.getByRole('menuitem', { name: 'Delete…' }));
  const question = page.getByRole('dialog');
  await expect(question).toBeVisible();
  // Nothing behind the question can be reached while it is asked.
  for (let stop = 0; stop < 6; stop++) {
    await keys.press('Tab');
    expect(await focusedStop(page, '[role="presentation"]')).toBeDefined();
  }
  await keys.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(actions).toBeFocused();

  await keys.press('Enter');
  await keys.choose(page.getByRole('menuitem', { name: 'Delete…' }));
  await keys.activate(question.getByRole('button', { name: 'Delete run' }));
  await expect(page.getByText('No run matches these filters')).toBeVisible();
  await expect(
    page.getByRole('group', { name: 'Runs', exact: true }),
  ).toBeFocused();
});

test('a schedule is paused, resumed and deleted by keys alone', async ({
  page,
}) => {
  const keys = new Keyboard(page);
  await page.goto(`${LOAD_TESTS}?view=schedules`);
  await keys.activate(button(page, 'Pause nightly-checkout'));
  await keys.activate(button(page, 'Resume nightly-checkout'));
  await expect(button(page, 'Pause nightly-checkout')).toBeVisible();
  await keys.goTo(button(page, 'Delete weekend-soak'));
  await keys.press('Enter');
  await keys.activate(button(page, 'Delete schedule'));
  await expect(page.getByRole('heading', { name: 'weekend-soak' })).toHaveCount(
    0,
  );
});

test.describe('whoever goes through a screen by Tab sees where they are', () => {
  const wanted = [
    'runs',
    'schedules',
    'new-run',
    'run-statistics',
    'compare',
    'overview',
    'calendar',
  ];
  for (const { name, path, shown } of SCREENS.filter(screen =>
    wanted.includes(screen.name),
  )) {
    test(`on ${name}`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(path);
      await shown(page);
      // What is renewed by itself must not look like a sign of the focus.
      await page.clock.install();
      const stops: string[] = [];
      const unseen: string[] = [];
      for (let stop = 0; stop < 60; stop++) {
        await page.keyboard.press('Tab');
        const focused = await focusedStop(page, 'article');
        if (!focused) {
          if (stops.length > 0) {
            break;
          }
          continue;
        }
        stops.push(focused.words);
        if (!(await looksFocused(page, focused.box))) {
          unseen.push(focused.words);
        }
      }
      expect(stops.length).toBeGreaterThan(5);
      expect(unseen).toEqual([]);
    });
  }
});

/** Whether the control looks otherwise than without the focus, and lies in the window. */
async function looksFocused(
  page: Page,
  box: { x: number; y: number; width: number; height: number },
): Promise<boolean> {
  const margin = 6;
  const { width, height } = page.viewportSize()!;
  const left = Math.max(0, box.x - margin);
  const top = Math.max(0, box.y - margin);
  const right = Math.min(width, box.x + box.width + margin);
  const bottom = Math.min(height, box.y + box.height + margin);
  if (right <= left || bottom <= top) {
    return false;
  }
  const clip = { x: left, y: top, width: right - left, height: bottom - top };
  await page.clock.runFor(1_000);
  const withFocus = await page.screenshot({ clip });
  const element = await page.evaluateHandle(() => document.activeElement);
  await element.evaluate(one => (one as HTMLElement).blur());
  await page.clock.runFor(1_000);
  const without = await page.screenshot({ clip });
  await element.evaluate(one => (one as HTMLElement).focus());
  return !withFocus.equals(without);
}

test('the page of a run keeps the focus while its figures are renewed', async ({
  page,
}) => {
  const keys = new Keyboard(page);
  await page.clock.install();
  await page.goto(runPath('running'));
  await expect(state(page)).toContainText('Running');
  const stop = button(page, 'Stop');
  await keys.goTo(stop);
  const figures = page.getByLabel('Figures of the run');
  const before = await figures.innerText();
  await page.clock.runFor(10_000);
  await expect(figures).not.toHaveText(before);
  await expect(stop).toBeFocused();
});
