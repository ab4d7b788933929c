import { useId, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import MoreVertIcon from '@material-ui/icons/MoreVert';
import { useNavigate } from 'react-router-dom';
import type { Run } from 'backstage-plugin-locust-common';
import type { RunExportFormat } from '../api/LocustApi';
import { ExportMenu } from '../exports/ExportMenu';
import { markMenuItems } from '../marks/markMenuItems';
import type { RunMark } from '../marks/RunMark';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { isActive } from '../status/isActive';
import { useTranslate } from '../translations/useTranslate';
import { testIdentityOf } from '../trend/testIdentity';

/** What a list lets a person do with its runs. */
export interface RunMenuActions {
  /** Starts a run with the same settings. */
  readonly onRunAgain: (run: Run) => void;
  readonly onStop: (run: Run) => void;
  readonly onDelete: (run: Run) => void;
  readonly onMark: (run: Run, mark: RunMark) => void;
  readonly onNote: (run: Run) => void;
  readonly onExport: (run: Run, format: RunExportFormat) => void;
}

/** What can be done with a run of the list. */
export function RunMenu(props: RunMenuActions & { readonly run: Run }) {
  const { run, onStop, onDelete } = props;
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [exporting, setExporting] = useState<HTMLElement>();
  const id = useId();
  const t = useTranslate();
  const navigate = useNavigate();
  const paths = useLoadTestsPaths();
  const close = () => setAnchor(undefined);
  const choose = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <>
      <IconButton
        size="small"
        aria-label={t('runs.menu.actions', { test: run.test })}
        aria-haspopup="menu"
        aria-controls={anchor ? id : undefined}
        onClick={event => setAnchor(event.currentTarget)}
      >
        <MoreVertIcon fontSize="small" />
      </IconButton>
      <Menu
        id={id}
        open={Boolean(anchor)}
        anchorEl={anchor}
        onClose={close}
        keepMounted={false}
      >
        <MenuItem onClick={choose(() => navigate(paths.run(run.id)))}>
          {t('runs.menu.open')}
        </MenuItem>
        {paths.entityRef && (
          <MenuItem onClick={choose(() => props.onRunAgain(run))}>
            {t('runs.menu.runAgain')}
          </MenuItem>
        )}
        {paths.entityRef && (
          <MenuItem onClick={choose(() => navigate(paths.newRun(run.id)))}>
            {t('runs.menu.clone')}
          </MenuItem>
        )}
        <MenuItem
          onClick={choose(() => navigate(paths.trend(testIdentityOf(run))))}
        >
          {t('runs.menu.allOfTest')}
        </MenuItem>
        {markMenuItems({
          run,
          onMark: mark => choose(() => props.onMark(run, mark))(),
          onNote: choose(() => props.onNote(run)),
          t,
        })}
        <MenuItem onClick={choose(() => setExporting(anchor))}>
          {t('runs.menu.export')}
        </MenuItem>
        {isActive(run.phase) ? (
          <MenuItem
            disabled={run.phase === 'stopping'}
            onClick={choose(() => onStop(run))}
          >
            {t('runs.menu.stop')}
          </MenuItem>
        ) : (
          <MenuItem onClick={choose(() => onDelete(run))}>
            {t('runs.menu.delete')}
          </MenuItem>
        )}
      </Menu>
      <ExportMenu
        id={`${id}export`}
        anchor={exporting}
        onClose={() => setExporting(undefined)}
        onChoose={format => props.onExport(run, format)}
      />
    </>
  );
}
