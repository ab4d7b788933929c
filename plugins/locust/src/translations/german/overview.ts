import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const overview: TextsOf<typeof english.overview> = {
  title: 'Überblick',
  figures: 'Zahlen aller Lasttests',
  stopOf: 'Stoppen: {{test}}',
  active: {
    title: 'Laufend und wartend',
    counted: '{{running}} laufen · {{queued}} in Warteschlange',
    none: 'Nichts läuft oder wartet',
    noneHint:
      'Läufe aller Cluster erscheinen hier, sobald sie angefordert werden.',
  },
  failing: {
    title: 'Fehlschlagende Tests',
    about:
      'deren letzter Lauf seine Schwellenwerte nicht einhielt oder nicht ausführbar war; aus den letzten fünf Wochen',
    none: 'Kein Test schlägt fehl',
    once: 'einmal, {{when}}',
    inARow: '{{number}} in Folge, der erste {{when}}',
    atLeast: 'mindestens {{number}} in Folge, der erste {{when}} oder früher',
    lastRunOf: 'Letzter Lauf von {{test}}',
  },
  limits: {
    title: 'Grenzen',
    about: 'wie viele Läufe zugleich laufen dürfen und wer nahe daran ist',
    partly:
      'Gezählt sind nur die sichtbaren Läufe; auch die anderer können Platz belegen.',
    who: 'Wer',
    waiting: 'Wartend',
    wholeCluster: '{{cluster}} insgesamt',
    namespace: 'Namespace {{namespace}}',
    unlimited: '{{running}}, keine Grenze',
    near: 'nahe der Grenze',
    full: 'an der Grenze',
    nearCount: 'Nahe einer Grenze',
    ownersShown: '{{number}} von {{total}} Verantwortlichen gezeigt',
    setting:
      'Keine Grenze ist gesetzt; {{setting}} in der App-Konfiguration setzt eine.',
  },
};
