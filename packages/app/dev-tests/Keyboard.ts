import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any screen has. */
const MOST_STOPS = 150;

/** Somebody without a mouse. Nothing here is clicked or focused but by keys. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** Goes on by Tab, or back by Shift+Tab, until the control has the focus. */
  async goTo(control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') {
    await expect(control).toBeVisible();
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      if (await hasFocus(control)) {
        return;
      }
      await this.press(key);
    }
    throw new Error(`${key} never leads to ${control}`);
  }

  async activate(control: Locator, key: 'Enter' | 'Space' = 'Enter') {
    await this.goTo(control);
    await this.press(key);
  }

  /** Writes a field anew. */
  async write(field: Locator, text: string) {
    await this.goTo(field);
    await this.press('ControlOrMeta+A');
    await this.page.keyboard.type(text);
  }

  /** Goes through the entries of an open menu by the arrow. */
  async choose(item: Locator) {
    await expect(item).toBeVisible();
    const count = await this.page.getByRole('menuitem').count();
    for (let step = 0; step <= count; step++) {
      if (await hasFocus(item)) {
        await this.press('Enter');
        return;
      }
      await this.press('ArrowDown');
    }
    throw new Error(`The arrow never leads to ${item}`);
  }
}

export function hasFocus(control: Locator): Promise<boolean> {
  return control.evaluate(element => element === document.activeElement);
}

/** What has the focus now, which stays what it was when the focus moves on. */
export interface FocusedStop {
  /** Its role or tag and its name, for a person to find it. */
  readonly words: string;
  readonly box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** The control with the focus; undefined where nothing below `root` has it. */
export function focusedStop(
  page: Page,
  root: string,
): Promise<FocusedStop | undefined> {
  return page.evaluate(selector => {
    const element = document.activeElement;
    if (!element || !element.closest(selector)) {
      return undefined;
    }
    const { x, y, width, height } = element.getBoundingClientRect();
    const name =
      element.getAttribute('aria-label') ??
      element.textContent?.trim().slice(0, 40) ??
      '';
    return {
      words: `${element.getAttribute('role') ?? element.tagName} “${name}”`,
      box: { x, y, width, height },
    };
  }, root);
}
