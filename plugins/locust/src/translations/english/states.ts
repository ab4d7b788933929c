export const states = {
  loading: 'Loading',
  retry: 'Try again',
  backendAway: 'The backend cannot be reached',
  backendSilent: 'The portal’s backend does not answer.',
  askedAgain: '{{message}} It is asked again by itself.',
  clusterAway: 'The cluster cannot be reached',
  stale: 'Last update {{age}} ago.',
  triedAgain: '{{message}} It is tried again by itself.',
  since: 'since {{when}}',
  cluster: {
    forbidden: 'The portal lacks permissions in cluster {{cluster}}',
    unreachable: 'Cluster {{cluster}} cannot be reached',
    silent: 'It does not answer.',
    historyShown: '{{message}} What was recorded before is still shown.',
  },
  noPermission: {
    title: 'You may not see these load tests',
    body: '{{message}} The owner of this component or the platform team can give you access.',
  },
  noRuns: {
    title: 'No load test has run here yet',
    body: 'A run sends requests to this component from as many workers as you choose and keeps response times, failures and the log. Start one now or put it on a schedule.',
  },
  noTarget: {
    title: 'Where should load tests of this component run?',
    noCluster:
      'No cluster is configured for it yet. Ask the platform team, or name one in the component’s catalog file:',
    notChosen:
      'No cluster and namespace are chosen for it yet. Name them in the component’s catalog file:',
    copy: 'Copy annotations',
    annotations: 'Annotations to add',
  },
  things: {
    calendar: {
      loading: 'Loading the calendar',
      notFound: 'The calendar cannot be found',
      failed: 'The calendar could not be loaded',
    },
    overview: {
      loading: 'Loading the overview',
      notFound: 'The overview cannot be found',
      failed: 'The overview could not be loaded',
    },
    usage: {
      loading: 'Loading usage',
      notFound: 'The usage cannot be found',
      failed: 'The usage could not be loaded',
    },
    runs: {
      loading: 'Loading runs',
      notFound: 'The runs cannot be found',
      failed: 'The runs could not be loaded',
    },
    run: {
      loading: 'Loading the run',
      notFound: 'The run cannot be found',
      failed: 'The run could not be loaded',
    },
    loadTests: {
      loading: 'Loading load tests',
      notFound: 'The load tests cannot be found',
      failed: 'The load tests could not be loaded',
    },
    schedule: {
      loading: 'Loading the schedule',
      notFound: 'The schedule cannot be found',
      failed: 'The schedule could not be loaded',
    },
    schedules: {
      loading: 'Loading the schedules',
      notFound: 'The schedules cannot be found',
      failed: 'The schedules could not be loaded',
    },
    comparison: {
      loading: 'Loading the comparison',
      notFound: 'The comparison cannot be found',
      failed: 'The comparison could not be loaded',
    },
    trend: {
      loading: 'Loading the trend',
      notFound: 'The trend cannot be found',
      failed: 'The trend could not be loaded',
    },
    locustfile: {
      loading: 'Loading the locustfile',
      notFound: 'The locustfile cannot be found',
      failed: 'The locustfile could not be loaded',
    },
    configMaps: {
      loading: 'Loading the ConfigMaps',
      notFound: 'The ConfigMaps cannot be found',
      failed: 'The ConfigMaps could not be loaded',
    },
    freezes: {
      loading: 'Loading the freezes',
      notFound: 'The freezes cannot be found',
      failed: 'The freezes could not be loaded',
    },
    engine: {
      loading: 'Loading the engine’s state',
      notFound: 'The engine’s state cannot be found',
      failed: 'The engine’s state could not be loaded',
    },
    events: {
      loading: 'Loading events',
      notFound: 'The events cannot be found',
      failed: 'The events could not be loaded',
    },
    log: {
      loading: 'Loading the log',
      notFound: 'The log cannot be found',
      failed: 'The log could not be loaded',
    },
    form: {
      loading: 'Loading the form',
      notFound: 'The form cannot be found',
      failed: 'The form could not be loaded',
    },
  },
} as const;
