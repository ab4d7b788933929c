import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import type { RunExportFormat } from '../api/LocustApi';
import { useTranslate } from '../translations/useTranslate';
import { RUN_EXPORTS } from './runExports';

/** The files that a run can be taken away as. */
export function ExportMenu(props: {
  readonly id: string;
  /** Where it opens; closed without. */
  readonly anchor: HTMLElement | undefined;
  readonly onClose: () => void;
  readonly onChoose: (format: RunExportFormat) => void;
}) {
  const { id, anchor, onClose, onChoose } = props;
  const t = useTranslate();
  return (
    <Menu
      id={id}
      open={Boolean(anchor)}
      anchorEl={anchor}
      onClose={onClose}
      MenuListProps={{ 'aria-label': t('exports.export') }}
    >
      {RUN_EXPORTS.map(({ format }) => (
        <MenuItem
          key={format}
          onClick={() => {
            onClose();
            onChoose(format);
          }}
        >
          {t(`exports.formats.${format}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
