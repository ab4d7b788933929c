import type { ComponentType } from 'react';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import CheckIcon from '@material-ui/icons/Check';
import CloseIcon from '@material-ui/icons/Close';
import DoneAllIcon from '@material-ui/icons/DoneAll';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import RadioButtonCheckedIcon from '@material-ui/icons/RadioButtonChecked';
import SkipNextIcon from '@material-ui/icons/SkipNext';
import StopIcon from '@material-ui/icons/Stop';
import type { StatusShape } from './runStatus';

const SHAPES: Record<StatusShape, ComponentType<SvgIconProps>> = {
  waiting: HourglassEmptyIcon,
  going: RadioButtonCheckedIcon,
  done: DoneAllIcon,
  passed: CheckIcon,
  failed: CloseIcon,
  stopped: StopIcon,
  broken: ErrorOutlineIcon,
  skipped: SkipNextIcon,
};

/** The shape of a status; the word beside it says the same, so it is hidden from screen readers. */
export function StatusIcon(props: { readonly shape: StatusShape }) {
  const Shape = SHAPES[props.shape];
  return <Shape aria-hidden fontSize="inherit" />;
}
