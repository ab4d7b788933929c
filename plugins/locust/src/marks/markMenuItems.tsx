import MenuItem from '@material-ui/core/MenuItem';
import type { Run } from 'backstage-plugin-locust-common';
import { isActive } from '../status/isActive';
import type { RunMark } from './RunMark';

/** The entries of a menu that mark a run. An array, for a menu moves the focus among its children. */
export function markMenuItems(options: {
  readonly run: Run;
  readonly onMark: (mark: RunMark) => void;
  readonly onNote: () => void;
}) {
  const { run, onMark, onNote } = options;
  const items = [
    <MenuItem
      key="pin"
      onClick={() => onMark({ kind: run.pinned ? 'unpin' : 'pin' })}
    >
      {run.pinned ? 'Unpin' : 'Pin, keep for good'}
    </MenuItem>,
    <MenuItem key="note" onClick={onNote}>
      {run.note ? 'Edit note…' : 'Add note…'}
    </MenuItem>,
  ];
  if (run.baseline) {
    items.push(
      <MenuItem
        key="baseline"
        onClick={() => onMark({ kind: 'clearBaseline' })}
      >
        No longer the baseline
      </MenuItem>,
    );
  } else if (!isActive(run.phase) && run.total) {
    items.push(
      <MenuItem key="baseline" onClick={() => onMark({ kind: 'setBaseline' })}>
        Make it the baseline
      </MenuItem>,
    );
  }
  return items;
}
