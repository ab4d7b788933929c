import { test, visit } from '../dev-tests/devApp';
import { SCREENS, STATES } from '../dev-tests/devScreens';
import { takePictures } from './takePicture';

for (const [kind, screens] of [
  ['state', STATES],
  ['screen', SCREENS],
] as const) {
  for (const { name, path, shown } of screens) {
    test(`pictures of ${kind} ${name}`, async ({ sharedApp: page }) => {
      await visit(page, path);
      await takePictures(page, `${kind}-${name}`, () => shown(page));
    });
  }
}
