import { action } from './action';
import { calendar } from './calendar';
import { card } from './card';
import { charts } from './charts';
import { compare } from './compare';
import { delta } from './delta';
import { doubts } from './doubts';
import { engine } from './engine';
import { exports } from './exports';
import { format } from './format';
import { freezes } from './freezes';
import { home } from './home';
import { layout } from './layout';
import { live } from './live';
import { locustfile } from './locustfile';
import { locustPage } from './locustPage';
import { marks } from './marks';
import { newRun } from './newRun';
import { overview } from './overview';
import { people } from './people';
import { runPage } from './runPage';
import { runs } from './runs';
import { schedules } from './schedules';
import { states } from './states';
import { status } from './status';
import { tab } from './tab';
import { terms } from './terms';
import { trend } from './trend';
import { usage } from './usage';

/** The texts as they are where no other language is chosen, by the folder whose screens say them. */
export const english = {
  action,
  calendar,
  card,
  charts,
  compare,
  delta,
  doubts,
  engine,
  exports,
  format,
  freezes,
  home,
  layout,
  live,
  locustfile,
  locustPage,
  marks,
  newRun,
  overview,
  people,
  runPage,
  runs,
  schedules,
  states,
  status,
  tab,
  terms,
  trend,
  usage,
} as const;
