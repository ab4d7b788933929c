import { useId, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import GetAppIcon from '@material-ui/icons/GetApp';
import MoreVertIcon from '@material-ui/icons/MoreVert';
import { useNavigate } from 'react-router-dom';
import type { Run } from 'backstage-plugin-locust-common';
import type { Action } from '../action/useAction';
import { PendingButton } from '../action/PendingButton';
import type { RunExportFormat } from '../api/LocustApi';
import { ExportMenu } from '../exports/ExportMenu';
import { markMenuItems } from '../marks/markMenuItems';
import type { RunMarks } from '../marks/useRunMarks';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { useTranslate } from '../translations/useTranslate';

/** What can be done with a run beside running it again and ending it: take it away as a file, mark it, compare it. */
export function RunActions(props: {
  readonly run: Run;
  readonly marks: RunMarks;
  /** The run that this one is held against. */
  readonly baseline: Run | undefined;
  readonly download: Action<readonly [Run, RunExportFormat]>;
  readonly onNote: () => void;
}) {
  const { run, marks, baseline, download, onNote } = props;
  const t = useTranslate();
  const id = useId();
  const navigate = useNavigate();
  const paths = useLoadTestsPaths();
  const [exporting, setExporting] = useState<HTMLElement>();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const close = () => setAnchor(undefined);
  const items = markMenuItems({
    run,
    onMark: mark => {
      close();
      marks.action.run(run, mark);
    },
    onNote: () => {
      close();
      onNote();
    },
    t,
  });
  return (
    <>
      <PendingButton
        size="small"
        variant="outlined"
        startIcon={<GetAppIcon />}
        pending={download.pending}
        aria-haspopup="menu"
        aria-controls={exporting ? `${id}export` : undefined}
        onClick={event => setExporting(event.currentTarget)}
      >
        {t('exports.export')}
      </PendingButton>
      <ExportMenu
        id={`${id}export`}
        anchor={exporting}
        onClose={() => setExporting(undefined)}
        onChoose={format => download.run(run, format)}
      />
      <IconButton
        size="small"
        aria-label={t('runPage.more')}
        aria-haspopup="menu"
        aria-controls={anchor ? `${id}more` : undefined}
        onClick={event => setAnchor(event.currentTarget)}
      >
        <MoreVertIcon fontSize="small" />
      </IconButton>
      <Menu
        id={`${id}more`}
        open={Boolean(anchor)}
        anchorEl={anchor}
        onClose={close}
      >
        {items}
        {baseline && (
          <MenuItem
            onClick={() => navigate(paths.compare([baseline.id, run.id]))}
          >
            {t('runPage.compareBaseline')}
          </MenuItem>
        )}
      </Menu>
    </>
  );
}
