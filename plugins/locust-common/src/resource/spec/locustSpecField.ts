import { checkTimeZone } from '../../schedule/timeZone';
import { choiceField } from '../fields/choiceField';
import { durationField } from '../fields/durationField';
import { flagField } from '../fields/flagField';
import { listOf } from '../fields/listOf';
import { nameField } from '../fields/nameField';
import { positiveNumber, wholeNumber } from '../fields/numberFields';
import { alsoSpelled, objectOf } from '../fields/objectOf';
import { textField } from '../fields/textField';
import { CommandError, splitCommand } from '../splitCommand';
import { ENV, ENV_FROM } from './environmentFields';
import { LOCUSTFILE } from './locustfileField';
import { externalMount, MOUNTS } from './mountFields';
import { MASTER, WORKER } from './roleFields';
import { SPEC_RULES } from './specRules';
import { STOP_WHEN, THRESHOLDS } from './thresholdFields';

/**
 * The spec of the `Locust` resource, told once. The schema of the resource definition, the TypeScript type, the
 * validation and the reading of specs all come from here. Every field is optional; the defaults are applied by the
 * engine, not by the API server, so that what a person wrote stays what is stored.
 */
export const LOCUST_SPEC = objectOf(
  {
    workers: wholeNumber({
      description: 'Number of worker pods. Default 1.',
      what: 'the number of worker pods',
      min: 1,
      max: 10_000,
    }),
    image: textField({
      description: 'Image of master and workers.',
      maxLength: 512,
      accepted: 'the name of an image',
      pattern: '^[^ \\t\\r\\n]+$',
      refusal:
        'is not the name of an image; use one such as locustio/locust:2.47.0',
      emptyIsAbsent: true,
    }),
    imagePullSecret: nameField('Secret', {
      description: 'Name of a pull Secret in the same namespace.',
      emptyIsAbsent: true,
    }),
    command: textField({
      description:
        "Command of the container, split into words as a shell would; never run by a shell. Default is the image's own.",
      maxLength: 32_768,
      accepted: 'a command such as "locust -f /mnt/locustfile.py"',
      check: commandProblem,
      emptyIsAbsent: true,
    }),
    configMapRef: nameField('ConfigMap', {
      description:
        'Name of a ConfigMap whose keys become environment variables of master and workers. It wins over secretRef.',
      emptyIsAbsent: true,
    }),
    secretRef: nameField('Secret', {
      description:
        'Name of a Secret whose keys become environment variables of master and workers.',
      emptyIsAbsent: true,
    }),
    env: ENV,
    envFrom: ENV_FROM,
    mountExternalConfig: alsoSpelled(
      externalMount('ConfigMap'),
      'mount_external_config',
    ),
    mountExternalSecret: alsoSpelled(
      externalMount('Secret'),
      'mount_external_secret',
    ),
    mounts: MOUNTS,
    runTime: alsoSpelled(
      durationField({
        description:
          'How long to run, as 300, 300s, 20m, 3h or 1h30m. Default 5m; "" leaves the limit out.',
        what: 'the run time',
        words: [''],
        also: 'or "" to run without a limit of its own',
      }),
      'run_time',
    ),
    schedule: textField({
      description:
        'Cron expression of five fields, or an alias such as @hourly. Unset or empty to run once.',
      maxLength: 256,
      accepted: 'a cron expression such as "0 3 * * *"',
      emptyIsAbsent: true,
      rules: [
        {
          rule: "!self.contains('TZ=')",
          message:
            'a time zone inside the cron expression is refused; write it in the field timeZone',
        },
        {
          rule: "self == '' || self.contains('TZ=') || self.matches('^[ \\\\t]*(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[0-9A-Za-z*?,/-]+([ \\\\t]+[0-9A-Za-z*?,/-]+){4})[ \\\\t]*$')",
          message:
            'a schedule has five fields (minute, hour, day of month, month, day of week) such as "30 2 * * MON-FRI", or is an alias such as @hourly',
        },
      ],
    }),
    timeZone: textField({
      description:
        'Time zone of the schedule, such as Europe/Berlin. Default UTC.',
      maxLength: 64,
      accepted: 'the name of a time zone such as Europe/Berlin',
      check: checkTimeZone,
      emptyIsAbsent: true,
    }),
    suspend: flagField('Holds the schedule, or a run that has not begun.'),
    concurrencyPolicy: choiceField(['Forbid', 'Allow', 'Replace'], {
      description:
        'What to do when a scheduled run is due while another is going. Default Forbid.',
      refusal:
        'is not a concurrency policy; use Forbid (skip a run while one is going), Allow (run beside it) or Replace (stop the older one)',
    }),
    startingDeadlineSeconds: wholeNumber({
      description: 'How many seconds late a scheduled run may start.',
      what: 'how many seconds late a scheduled run may start',
      // The CronJob controller looks at schedules every ten seconds.
      min: 10,
      max: 1_000_000_000,
    }),
    users: wholeNumber({
      description: 'Number of users to simulate.',
      what: 'the number of users',
      min: 1,
      max: 100_000_000,
    }),
    spawnRate: positiveNumber({
      description: 'Users started per second.',
      max: 1_000_000,
      refusal:
        'is not a spawn rate; use a number of users per second above 0, such as 1 or 0.5',
    }),
    host: textField({
      description: 'Base address of the system under test.',
      maxLength: 2048,
      accepted: 'the base address of the system under test',
      pattern: '^[^ \\t\\r\\n]+$',
      refusal:
        'is not a host; use the base address of the system under test without spaces, such as https://shop.example.com',
      emptyIsAbsent: true,
    }),
    tags: tags('Only tasks with one of these tags are run.'),
    excludeTags: tags('Tasks with one of these tags are not run.'),
    locustfile: LOCUSTFILE,
    workersReadyTimeout: durationField({
      description: 'How long the master waits for its workers. Default 5m.',
      what: 'the time to wait for workers',
    }),
    thresholds: THRESHOLDS,
    ignoreFirst: durationField({
      description:
        'How much of the beginning of a test is a warm-up, as 30s or 2m: it is left out of what thresholds are judged on, and stays in all other figures. Needs the reporter. Default 0.',
      what: 'the warm-up',
      min: 0,
    }),
    stopWhen: STOP_WHEN,
    reporter: flagField(
      'Whether the reporter that gives live figures is mounted into the master. Default true.',
    ),
    ttlAfterFinished: durationField({
      description:
        'How long the resource stays after its one-off run, as 0, 30m, 24h or never.',
      what: 'the time a finished run stays',
      min: 0,
      words: ['never'],
      also: '0 to remove it at once, or never',
    }),
    stop: flagField('Asks for a graceful stop of a one-off run.'),
    master: MASTER,
    worker: WORKER,
  },
  {
    description: 'What to run. Every field may be left out.',
    accepted: 'fields such as workers, image and runTime',
    rules: SPEC_RULES,
  },
);

function tags(description: string) {
  return listOf(
    textField({
      maxLength: 256,
      accepted: 'a word',
      // The list travels to Locust in brackets, separated by commas.
      pattern: '^[^- \\t\\r\\n,[\\]][^ \\t\\r\\n,[\\]]*$',
      refusal:
        'is not a tag; use a word without spaces, commas and brackets that does not begin with a dash',
    }),
    {
      description,
      accepted: 'a list of tags such as [checkout, search]',
      maxItems: 100,
    },
  );
}

function commandProblem(command: string): string | undefined {
  try {
    splitCommand(command);
    return undefined;
  } catch (error) {
    if (error instanceof CommandError) {
      return error.message;
    }
    throw error;
  }
}
