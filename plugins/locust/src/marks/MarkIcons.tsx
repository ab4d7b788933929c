import { makeStyles } from '@material-ui/core/styles';
import CommentOutlinedIcon from '@material-ui/icons/CommentOutlined';
import StarIcon from '@material-ui/icons/Star';
import BookmarkIcon from '@material-ui/icons/Bookmark';
import type { Run } from 'backstage-plugin-locust-common';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  marks: {
    display: 'inline-flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.25, 0.75),
    marginLeft: theme.spacing(0.75),
    verticalAlign: 'middle',
    color: theme.palette.text.secondary,
    fontWeight: 400,
    fontSize: theme.typography.pxToRem(12),
    '& svg': { fontSize: 16 },
    '& > span': { display: 'inline-flex', alignItems: 'center', gap: 2 },
  },
}));

/** What people said of a run, beside its name: baseline, pinned, a note that shows on hovering. */
export function MarkIcons(props: { readonly run: Run }) {
  const { baseline, pinned, note } = props.run;
  const classes = useStyles();
  const t = useTranslate();
  if (!baseline && !pinned && !note) {
    return null;
  }
  return (
    <span className={classes.marks}>
      {baseline && (
        <span title={t('marks.baselineHint')}>
          <StarIcon aria-hidden />
          {t('terms.baseline')}
        </span>
      )}
      {pinned && (
        <span title={t('marks.pinnedHint')}>
          <BookmarkIcon titleAccess={t('marks.pinned')} />
        </span>
      )}
      {note && (
        <span title={note.text}>
          <CommentOutlinedIcon
            titleAccess={t('marks.noteHint', { note: note.text })}
          />
        </span>
      )}
    </span>
  );
}
