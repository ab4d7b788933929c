/** A bug that is known, and the plan that notices it. */
export interface Mutation {
  /** In words, for the documentation. */
  readonly bug: string;
  readonly caughtBy: string;
}

/** Put in by the engine's process of the campaign alone; production code knows nothing of them. */
export const MUTATIONS = {
  'skip-uid-comparison': {
    bug: 'The store compares names and no UIDs.',
    caughtBy: 'watch/again/reordered DELETED locusts/demo #1',
  },
  'status-after-children': {
    bug: 'The status does not name a run before its Job is made.',
    caughtBy: 'crash/success/unanswered create jobs/job-demo #1',
  },
  'no-live-get': {
    bug: 'A Job that the cache does not show is taken for deleted without asking the server.',
    caughtBy: 'watch/success/delayed long ADDED jobs/job-demo #1',
  },
  'forget-expectations': {
    bug: 'A resource is reconciled again before the cache shows what was written.',
    caughtBy: 'watch/success/delayed ADDED services/service-demo #1',
  },
  'already-exists-is-ours': {
    bug: 'Whatever has the name of a child is taken for ours.',
    caughtBy:
      "others/success/services/service-demo is somebody else's until it is removed",
  },
  'delete-without-preconditions': {
    bug: 'Objects are deleted by name, without their UID.',
    caughtBy:
      "others/success/the Service's name goes to somebody else while ours is being deleted",
  },
  'lose-keys-on-error': {
    bug: 'A resource whose reconcile failed is not tried again.',
    caughtBy: 'answers/forbid/500 to create cronjobs/cronjob-demo #1',
  },
  'no-status-conflict': {
    bug: 'A status is written whatever the resource of the name has become meanwhile.',
    caughtBy:
      'others/success/a stop is asked for while the run is being announced',
  },
  'no-log-cursor': {
    bug: 'A log that was cut is read from its beginning, and every line counted again.',
    caughtBy: 'answers/success/cut 1x log pods/log/job-demo-* #1',
  },
  'deposed-leader-writes': {
    bug: 'Whoever led once goes on writing, whoever leads now.',
    caughtBy: 'leaders/replicas/paused after create jobs/job-demo #1',
  },
  'orphan-children': {
    bug: 'Objects are deleted without what belongs to them.',
    caughtBy: 'crash/ttl/after delete locusts/demo #1',
  },
  'ignore-gone': {
    bug: 'A watch whose version is gone is asked for again from that version, for ever.',
    caughtBy: 'stale/success/410 in the watch of jobs',
  },
  'token-in-log': {
    bug: 'Credentials that were refused are written to the log.',
    caughtBy: 'answers/success/401 and a new token to create jobs/job-demo #1',
  },
  'unhandled-rejection': {
    bug: 'A failed reconcile rejects a promise that nobody looks at.',
    caughtBy: 'answers/success/503 to create jobs/job-demo #1',
  },
} as const satisfies Readonly<Record<string, Mutation>>;

export type MutationName = keyof typeof MUTATIONS;
