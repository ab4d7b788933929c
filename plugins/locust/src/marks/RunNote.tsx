import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { Note } from 'backstage-plugin-locust-common';
import { formatAbsolute, formatDayAndTime } from '../format/formatTime';
import { usePersonName } from '../people/usePersonName';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  note: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(0.5, 1.5),
    marginTop: theme.spacing(1.5),
    paddingLeft: theme.spacing(1.5),
    borderLeft: `3px solid ${theme.palette.divider}`,
  },
  body: { flex: '1 1 240px', minWidth: 0 },
  text: {
    margin: 0,
    fontSize: theme.typography.pxToRem(14),
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  by: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
  },
}));

/** What somebody had to say of a run. */
export function RunNote(props: {
  readonly note: Note;
  readonly onEdit: () => void;
}) {
  const { note, onEdit } = props;
  const classes = useStyles();
  const t = useTranslate();
  const personName = usePersonName();
  return (
    <div
      className={classes.note}
      role="note"
      aria-label={t('marks.note.shown')}
    >
      <div className={classes.body}>
        <p className={classes.text}>{note.text}</p>
        <div className={classes.by} title={formatAbsolute(note.at, t)}>
          {note.by && `${personName(note.by)} · `}
          {formatDayAndTime(note.at, undefined, t)}
        </div>
      </div>
      <Button size="small" onClick={onEdit}>
        {t('marks.note.edit')}
      </Button>
    </div>
  );
}
