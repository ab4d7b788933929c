import MenuItem from '@material-ui/core/MenuItem';
import type { Run } from 'backstage-plugin-locust-common';
import { isActive } from '../status/isActive';
import type { Translate } from '../translations/Translate';
import type { RunMark } from './RunMark';

/** The entries of a menu that mark a run. An array, for a menu moves the focus among its children. */
export function markMenuItems(options: {
  readonly run: Run;
  readonly onMark: (mark: RunMark) => void;
  readonly onNote: () => void;
  readonly t: Translate;
}) {
  const { run, onMark, onNote, t } = options;
  const items = [
    <MenuItem
      key="pin"
      onClick={() => onMark({ kind: run.pinned ? 'unpin' : 'pin' })}
    >
      {run.pinned ? t('marks.menu.unpin') : t('marks.menu.pin')}
    </MenuItem>,
    <MenuItem key="note" onClick={onNote}>
      {run.note ? t('marks.menu.editNote') : t('marks.menu.addNote')}
    </MenuItem>,
  ];
  if (run.baseline) {
    items.push(
      <MenuItem
        key="baseline"
        onClick={() => onMark({ kind: 'clearBaseline' })}
      >
        {t('marks.menu.clearBaseline')}
      </MenuItem>,
    );
  } else if (!isActive(run.phase) && run.total) {
    items.push(
      <MenuItem key="baseline" onClick={() => onMark({ kind: 'setBaseline' })}>
        {t('marks.menu.setBaseline')}
      </MenuItem>,
    );
  }
  return items;
}
