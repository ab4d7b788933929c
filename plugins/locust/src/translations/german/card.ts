import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const card: TextsOf<typeof english.card> = {
  noRun: 'Hier ist noch kein Lasttest gelaufen.',
  next: 'Nächster geplanter Lauf: {{when}}',
  runBefore: 'Der Lauf davor:',
  trend: 'Verlauf',
  trendFailed: 'Der Verlauf konnte nicht geladen werden: {{message}}',
};
