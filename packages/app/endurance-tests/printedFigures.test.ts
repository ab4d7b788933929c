import {
  ENDING,
  expectPrintedFiguresOf,
  LOCUST_VERSIONS,
  OTHER_KINDS,
  STOPPED,
} from '../e2e-tests/locustVersions';
import { test } from '../e2e-tests/portal';

for (const version of LOCUST_VERSIONS) {
  test(`the figures of five runs at once are those that Locust ${version} printed, however it ended`, async ({
    api,
  }) => {
    await Promise.all(
      [ENDING, STOPPED, ...OTHER_KINDS].map(kind =>
        expectPrintedFiguresOf(api, version, kind),
      ),
    );
  });
}
