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
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
import { OtherThresholds } from './OtherThresholds';
import { ThresholdsTable } from './ThresholdsTable';
import { standingOf } from './thresholdRows';

const EXAMPLE = 'p95 < 500ms';

/** What of the run is judged, and whether that is so already. */
function whatIsJudged(run: Run, t: Translate): string {
  const { ignoreFirst } = run.spec;
  if (!run.thresholds) {
    return ignoreFirst
      ? t('runPage.thresholds.judgedAtEndWithout', {
          time: String(ignoreFirst),
        })
      : t('runPage.thresholds.judgedAtEnd');
  }
  const seconds = run.thresholds[0]?.withoutFirstSeconds;
  return seconds === undefined
    ? t('runPage.thresholds.wholeRun')
    : t('runPage.thresholds.without', { time: formatDuration(seconds) });
}

/** What the run is held against, and how it stands. */
export function ThresholdsTab(props: {
  readonly run: Run;
  readonly requests: readonly RequestStatistics[];
  readonly onJudged: (run: Run) => void;
}) {
  const { run, requests, onJudged } = props;
  const t = useTranslate();
  const results = standingOf(run, requests);
  return (
    <Stack>
      {results.length > 0 ? (
        <Panel
          title={t('runPage.thresholds.title')}
          subtitle={whatIsJudged(run, t)}
        >
          <ThresholdsTable
            label={t('runPage.thresholds.title')}
            results={results}
            soFar={!run.thresholds}
          />
        </Panel>
      ) : (
        <Panel>
          <StateScreen
            icon={<FlagOutlinedIcon />}
            title={t('runPage.thresholds.none')}
          >
            {t('runPage.thresholds.noneBody', { example: EXAMPLE })}
          </StateScreen>
        </Panel>
      )}
      {!isActive(run.phase) && run.total && (
        <OtherThresholds run={run} onJudged={onJudged} />
      )}
    </Stack>
  );
}
