import { useId, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import MoreVertIcon from '@material-ui/icons/MoreVert';
import { useNavigate } from 'react-router-dom';
import type { Run } from 'backstage-plugin-locust-common';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { isActive } from '../status/isActive';

/** What can be done with a run of the list. */
export function RunMenu(props: {
  readonly run: Run;
  readonly onStop: (run: Run) => void;
  readonly onDelete: (run: Run) => void;
}) {
  const { run, onStop, onDelete } = props;
  const [anchor, setAnchor] = useState<HTMLElement>();
  const id = useId();
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
        aria-label={`Actions for ${run.test}`}
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
          Open
        </MenuItem>
        {paths.entityRef && (
          <MenuItem onClick={choose(() => navigate(paths.newRun(run.id)))}>
            Run again
          </MenuItem>
        )}
        {isActive(run.phase) ? (
          <MenuItem
            disabled={run.phase === 'stopping'}
            onClick={choose(() => onStop(run))}
          >
            Stop, keep results
          </MenuItem>
        ) : (
          <MenuItem onClick={choose(() => onDelete(run))}>Delete…</MenuItem>
        )}
      </Menu>
    </>
  );
}
