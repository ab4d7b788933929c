import FlagOutlinedIcon from '@material-ui/icons/FlagOutlined';
import {
  formatDuration,
  type RequestStatistics,
  type Run,
} from 'backstage-plugin-locust-common';
import { Panel } from '../layout/Panel';
import { Stack } from '../layout/Stack';
import { StateScreen } from '../states/StateScreen';
import { isActive } from '../status/isActive';
import { OtherThresholds } from './OtherThresholds';
import { ThresholdsTable } from './ThresholdsTable';
import { standingOf } from './thresholdRows';

/** What of the run is judged, and whether that is so already. */
function whatIsJudged(run: Run): string {
  const { ignoreFirst } = run.spec;
  const warmUp = ignoreFirst ? `without the first ${ignoreFirst}` : undefined;
  if (!run.thresholds) {
    return warmUp
      ? `the figures so far; judged at the end, ${warmUp}`
      : 'the figures so far; judged at the end';
  }
  const seconds = run.thresholds[0]?.withoutFirstSeconds;
  return seconds === undefined
    ? 'the whole run'
    : `without the first ${formatDuration(seconds)}`;
}

/** What the run is held against, and how it stands. */
export function ThresholdsTab(props: {
  readonly run: Run;
  readonly requests: readonly RequestStatistics[];
  readonly onJudged: (run: Run) => void;
}) {
  const { run, requests, onJudged } = props;
  const results = standingOf(run, requests);
  return (
    <Stack>
      {results.length > 0 ? (
        <Panel title="Thresholds" subtitle={whatIsJudged(run)}>
          <ThresholdsTable
            label="Thresholds"
            results={results}
            soFar={!run.thresholds}
          />
        </Panel>
      ) : (
        <Panel>
          <StateScreen
            icon={<FlagOutlinedIcon />}
            title="This run has no thresholds, so it has no verdict"
          >
            Thresholds say in numbers when a run has passed, such as p95 &lt;
            500ms. They belong to the test: name them when it is run again.
          </StateScreen>
        </Panel>
      )}
      {!isActive(run.phase) && run.total && (
        <OtherThresholds run={run} onJudged={onJudged} />
      )}
    </Stack>
  );
}
