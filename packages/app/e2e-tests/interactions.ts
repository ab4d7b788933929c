import { expect, type Locator, type Page } from '@playwright/test';

/**
 * Somebody whose every step is counted: a click, a choice in a list and a field filled in are one interaction each,
 * however many keys it takes.
 */
export class CountedPerson {
  readonly steps: string[] = [];

  constructor(readonly page: Page) {}

  async click(control: Locator): Promise<void> {
    this.steps.push(`click ${control}`);
    await control.click();
  }

  async fill(field: Locator, text: string): Promise<void> {
    this.steps.push(`fill in ${field}`);
    await field.fill(text);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}

/** From the page of a component to a run that goes. */
export async function startFirstRun(person: CountedPerson): Promise<void> {
  const { page } = person;
  await openTab(person);
  await person.click(person.button('New run').first());
  await expect(page.getByRole('form', { name: 'New run' })).toBeVisible();
  await person.click(person.button('Start run'));
}

/** From the page of a component to a test that runs every night and has to keep to a limit. */
export async function scheduleNightly(
  person: CountedPerson,
  name: string,
): Promise<void> {
  const { page } = person;
  await openTab(person);
  await person.click(person.button('New run').first());
  await expect(page.getByRole('form', { name: 'New run' })).toBeVisible();
  await person.fill(page.getByLabel('Test name'), name);
  // What is offered is a fifth beyond what the last run had.
  await person.click(person.button('Add threshold'));
  await person.click(person.button('On a schedule'));
  await person.fill(page.getByLabel('Cron'), '0 2 * * *');
  await expect(page.getByText('At 02:00').first()).toBeVisible();
  await person.click(person.button('Create schedule'));
  await expect(
    page
      .getByRole('list', { name: 'Schedules' })
      .getByRole('heading', { name }),
  ).toBeVisible();
}

function openTab(person: CountedPerson): Promise<void> {
  const { page } = person;
  return person.click(
    page
      .getByRole('tab', { name: 'Load tests', exact: true })
      // The new frontend system has links for tabs, and one of that name in its side bar.
      .or(
        page
          .getByRole('link', { name: 'Load tests', exact: true })
          .and(page.locator('[href*="/catalog/"]')),
      )
      .first(),
  );
}
