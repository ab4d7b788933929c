import type { Reason } from 'backstage-plugin-locust-common';

/** Why runs end or do not begin, in words for people. */

export const STOPPED: Reason = {
  code: 'StopRequested',
  message: 'The run was stopped on request.',
};

export const JOB_DELETED: Reason = {
  code: 'JobDeleted',
  message: 'The Job was deleted while the run was going; run the test again.',
};

export const NO_MASTER: Reason = {
  code: 'NoMasterPod',
  message:
    "No pod was made for the master, and nobody says why; look at the Job's events and the cluster's Job controller, and run the test again.",
};

export const STOPPED_UNSTARTED: Reason = {
  code: 'StopRequested',
  message: 'The run was stopped on request, before Locust had started.',
};

export const SCHEDULE_REMOVED: Reason = {
  code: 'ScheduleRemoved',
  message: 'Skipped, for the schedule was taken off before it could start.',
};

export const RESOURCE_DELETED: Reason = {
  code: 'ResourceDeleted',
  message: 'The resource was deleted while the run was going.',
};

export const JOB_VANISHED: Reason = {
  code: 'JobDeleted',
  message: 'The Job was deleted while no engine was looking at it.',
};

export const START_UNKNOWN: Reason = {
  code: 'StartUnknown',
  message:
    'The engine was away since it was about to make the Job, for so long that nobody can tell any more whether it did; so that nothing runs twice it was not made again. Run the test again.',
};

export const REPLACES_OLDER: Reason = {
  code: 'ReplacesOlder',
  message: 'Waiting until the run before it has stopped, which it replaces.',
};

export const EDITED_BEFORE_START: Reason = {
  code: 'Invalid',
  message:
    'The spec was changed into one that cannot be run before the run had begun; correct it, and the run begins.',
};
