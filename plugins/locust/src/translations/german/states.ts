import type { english } from '../english';
import type { TextsOf } from '../TextsOf';

export const states: TextsOf<typeof english.states> = {
  loading: 'Wird geladen',
  retry: 'Erneut versuchen',
  backendAway: 'Das Backend ist nicht erreichbar',
  backendSilent: 'Das Backend des Portals antwortet nicht.',
  askedAgain: '{{message}} Es wird von selbst erneut angefragt.',
  clusterAway: 'Der Cluster ist nicht erreichbar',
  stale: 'Letzter Stand vor {{age}}.',
  triedAgain: '{{message}} Es wird von selbst erneut versucht.',
  since: '{{when}} begonnen',
  cluster: {
    forbidden: 'Dem Portal fehlen Berechtigungen im Cluster {{cluster}}',
    unreachable: 'Cluster {{cluster}} ist nicht erreichbar',
    silent: 'Er antwortet nicht.',
    historyShown:
      '{{message}} Was vorher aufgezeichnet wurde, wird weiterhin gezeigt.',
  },
  noPermission: {
    title: 'Keine Berechtigung für diese Lasttests',
    body: '{{message}} Zugriff geben die Eigentümer dieser Komponente oder das Plattform-Team.',
  },
  noRuns: {
    title: 'Hier ist noch kein Lasttest gelaufen',
    body: 'Ein Lauf schickt von beliebig vielen Workern Anfragen an diese Komponente und bewahrt Antwortzeiten, Fehler und das Log auf. Er lässt sich sofort oder nach Zeitplan starten.',
  },
  noTarget: {
    title: 'Wo sollen Lasttests dieser Komponente laufen?',
    noCluster:
      'Für sie ist noch kein Cluster konfiguriert. Das Plattform-Team kann einen einrichten; sonst gehört er in die Katalogdatei der Komponente:',
    notChosen:
      'Für sie sind noch kein Cluster und kein Namespace gewählt. Beide gehören in die Katalogdatei der Komponente:',
    copy: 'Annotationen kopieren',
    annotations: 'Einzutragende Annotationen',
  },
  things: {
    calendar: {
      loading: 'Kalender wird geladen',
      notFound: 'Der Kalender wurde nicht gefunden',
      failed: 'Der Kalender konnte nicht geladen werden',
    },
    overview: {
      loading: 'Überblick wird geladen',
      notFound: 'Der Überblick wurde nicht gefunden',
      failed: 'Der Überblick konnte nicht geladen werden',
    },
    usage: {
      loading: 'Verbrauch wird geladen',
      notFound: 'Der Verbrauch ist nicht zu finden',
      failed: 'Der Verbrauch konnte nicht geladen werden',
    },
    runs: {
      loading: 'Läufe werden geladen',
      notFound: 'Die Läufe wurden nicht gefunden',
      failed: 'Die Läufe konnten nicht geladen werden',
    },
    run: {
      loading: 'Lauf wird geladen',
      notFound: 'Der Lauf wurde nicht gefunden',
      failed: 'Der Lauf konnte nicht geladen werden',
    },
    loadTests: {
      loading: 'Lasttests werden geladen',
      notFound: 'Die Lasttests wurden nicht gefunden',
      failed: 'Die Lasttests konnten nicht geladen werden',
    },
    schedule: {
      loading: 'Zeitplan wird geladen',
      notFound: 'Der Zeitplan wurde nicht gefunden',
      failed: 'Der Zeitplan konnte nicht geladen werden',
    },
    schedules: {
      loading: 'Zeitpläne werden geladen',
      notFound: 'Die Zeitpläne wurden nicht gefunden',
      failed: 'Die Zeitpläne konnten nicht geladen werden',
    },
    comparison: {
      loading: 'Vergleich wird geladen',
      notFound: 'Der Vergleich wurde nicht gefunden',
      failed: 'Der Vergleich konnte nicht geladen werden',
    },
    trend: {
      loading: 'Verlauf wird geladen',
      notFound: 'Der Verlauf wurde nicht gefunden',
      failed: 'Der Verlauf konnte nicht geladen werden',
    },
    locustfile: {
      loading: 'Locustfile wird geladen',
      notFound: 'Das Locustfile wurde nicht gefunden',
      failed: 'Das Locustfile konnte nicht geladen werden',
    },
    configMaps: {
      loading: 'ConfigMaps werden geladen',
      notFound: 'Die ConfigMaps wurden nicht gefunden',
      failed: 'Die ConfigMaps konnten nicht geladen werden',
    },
    freezes: {
      loading: 'Sperrzeiten werden geladen',
      notFound: 'Die Sperrzeiten wurden nicht gefunden',
      failed: 'Die Sperrzeiten konnten nicht geladen werden',
    },
    engine: {
      loading: 'Zustand der Engine wird geladen',
      notFound: 'Der Zustand der Engine wurde nicht gefunden',
      failed: 'Der Zustand der Engine konnte nicht geladen werden',
    },
    events: {
      loading: 'Ereignisse werden geladen',
      notFound: 'Die Ereignisse wurden nicht gefunden',
      failed: 'Die Ereignisse konnten nicht geladen werden',
    },
    log: {
      loading: 'Log wird geladen',
      notFound: 'Das Log wurde nicht gefunden',
      failed: 'Das Log konnte nicht geladen werden',
    },
    form: {
      loading: 'Formular wird geladen',
      notFound: 'Das Formular wurde nicht gefunden',
      failed: 'Das Formular konnte nicht geladen werden',
    },
  },
};
