import 'cronstrue/locales/de';
import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import type { english } from '../english';
import { flatTexts } from '../flatTexts';
import { locustTranslationRef } from '../locustTranslationRef';
import type { TextsOf } from '../TextsOf';
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

const german: TextsOf<typeof english> = {
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
};

/** All texts in German. */
export default createTranslationMessages({
  ref: locustTranslationRef,
  full: true,
  messages: flatTexts(german),
});
