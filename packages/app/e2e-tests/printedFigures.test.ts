import {
  ENDING,
  expectPrintedFiguresOf,
  LOCUST_VERSIONS,
  STOPPED,
} from './locustVersions';
import { test } from './portal';

test('the figures of a run are those that its Locust printed, whichever version it is and whether or not it was stopped', async ({
  api,
}) => {
  await Promise.all(
    LOCUST_VERSIONS.flatMap(version =>
      [ENDING, STOPPED].map(kind => expectPrintedFiguresOf(api, version, kind)),
    ),
  );
});
