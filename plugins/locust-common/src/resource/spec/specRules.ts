import { tryDuration } from '../../duration/tryDuration';
import { asRecord } from '../fields/asRecord';
import type { Finding } from '../fields/Field';
import type { ObjectRule } from '../fields/objectOf';
import { shown } from '../fields/shown';
import { checkSchedule } from '../../schedule/checkSchedule';
import { checkTimeZone } from '../../schedule/timeZone';
import { FIELD_SETTINGS } from '../reservedNames';
import { wordsOf } from '../splitCommand';
import { findTakenMountPaths } from './mountFields';
import { normalPath } from './mountPathField';
import { optionOf } from './roleFields';

/** An annotation of the Job holds the spec, and all annotations together take 256 KiB, 128 of them the locustfile. */
const LARGEST_SPEC_BYTES = 96 * 1024;

type Given = Readonly<Record<string, unknown>>;

/** What concerns more than one field of the spec. */
export const SPEC_RULES: readonly ObjectRule[] = [
  { find: findScheduleProblem },
  {
    find: findSameNames,
    cel: {
      rule: "!(has(self.mountExternalConfig) && has(self.mountExternalSecret) && has(self.mountExternalConfig.name) && has(self.mountExternalSecret.name) && self.mountExternalConfig.name != '' && self.mountExternalConfig.name == self.mountExternalSecret.name)",
      message:
        'mountExternalConfig and mountExternalSecret must name objects of different names; rename one of the two',
    },
  },
  {
    find: findSamePaths,
    cel: {
      rule: '!(has(self.mountExternalConfig) && has(self.mountExternalSecret) && has(self.mountExternalConfig.mountPath) && has(self.mountExternalSecret.mountPath) && self.mountExternalConfig.mountPath == self.mountExternalSecret.mountPath)',
      message:
        'mountExternalConfig and mountExternalSecret are to be mounted at the same folder; give each a folder of its own',
    },
  },
  { find: given => findTakenMountPaths(given) },
  { find: findTwoLocustfiles },
  {
    find: ({ stopWhen, reporter }) =>
      Array.isArray(stopWhen) && stopWhen.length > 0 && reporter === false
        ? [
            {
              at: '.stopWhen',
              message:
                'What stops a run in its course is judged on figures that only the reporter gives; remove reporter: false, or stopWhen.',
            },
          ]
        : [],
    cel: {
      rule: '!(has(self.stopWhen) && self.stopWhen.size() > 0 && has(self.reporter) && !self.reporter)',
      message:
        'stopWhen is judged on figures that only the reporter gives; remove reporter: false, or stopWhen',
    },
  },
  {
    find: ({ ignoreFirst, reporter }) =>
      tryDuration(ignoreFirst) && reporter === false
        ? [
            {
              at: '.ignoreFirst',
              message:
                'Figures without a warm-up are given only by the reporter; remove reporter: false, or ignoreFirst.',
            },
          ]
        : [],
    cel: {
      rule: "!(has(self.ignoreFirst) && has(self.reporter) && !self.reporter && (type(self.ignoreFirst) == int ? self.ignoreFirst > 0 : self.ignoreFirst.matches('[1-9]')))",
      message:
        'figures without a warm-up are given only by the reporter; remove reporter: false, or ignoreFirst',
    },
  },
  { find: findLongWarmUp },
  ...FIELD_SETTINGS.map(({ field, variable }) => ({
    find: (given: Given) => findVariable(given, field, variable),
    cel: {
      rule: `!(has(self.${field}) && has(self.env) && self.env.exists(it, it.name == '${variable}')${
        field === 'host' ? " && self.host != ''" : ''
      })`,
      message: `the field ${field} and the variable ${variable} say the same; remove one of the two`,
    },
  })),
  { find: findOptions },
  { find: findTooMuch },
];

/** Nothing would be left to judge. That a run ends earlier than planned is told where it is judged. */
function findLongWarmUp(given: Given): readonly Finding[] {
  const [warmUp, runTime] = [given.ignoreFirst, given.runTime].map(tryDuration);
  return warmUp && runTime && warmUp >= runTime
    ? [
        {
          at: '.ignoreFirst',
          message: `The warm-up of ${shown(
            given.ignoreFirst,
          )} is no shorter than the run time of ${shown(
            given.runTime,
          )}, so nothing would be left to judge; make it shorter, or the run longer.`,
        },
      ]
    : [];
}

function findScheduleProblem({
  schedule,
  timeZone,
}: Given): readonly Finding[] {
  if (typeof schedule !== 'string' || schedule === '') {
    return [];
  }
  // The zone has a field of its own to be reported on.
  const zone =
    typeof timeZone === 'string' && !checkTimeZone(timeZone)
      ? timeZone
      : undefined;
  const message = checkSchedule(schedule, zone);
  return message ? [{ at: '.schedule', message }] : [];
}

function mounts(given: Given) {
  const [config, secret] = [
    given.mountExternalConfig,
    given.mountExternalSecret,
  ].map(it => {
    const mount = asRecord(it) ?? {};
    return { path: mount.mountPath ?? mount.mount_path, name: mount.name };
  });
  return { config, secret };
}

function findSameNames(given: Given): readonly Finding[] {
  const { config, secret } = mounts(given);
  return config.name !== undefined &&
    config.name !== null &&
    config.name === secret.name
    ? [
        {
          at: '.mountExternalSecret.name',
          message: `The ConfigMap and the Secret to mount are both named ${shown(
            config.name,
          )}; the two names have to differ, so rename one of the objects.`,
        },
      ]
    : [];
}

function findSamePaths(given: Given): readonly Finding[] {
  const { config, secret } = mounts(given);
  return typeof config.path === 'string' &&
    typeof secret.path === 'string' &&
    normalPath(config.path) === normalPath(secret.path)
    ? [
        {
          at: '.mountExternalSecret.mountPath',
          message: `The ConfigMap and the Secret are both to be mounted at ${shown(
            config.path,
          )}; give each a folder of its own.`,
        },
      ]
    : [];
}

function findTwoLocustfiles({
  locustfile,
  command,
}: Given): readonly Finding[] {
  return locustfile !== undefined &&
    wordsOf(command).some(word => /^(-f|--locustfile(=.*)?)$/.test(word))
    ? [
        {
          at: '.command',
          message:
            'The command names a locustfile (-f) and the field locustfile gives another, which would be ignored; remove one of the two.',
        },
      ]
    : [];
}

function findVariable(
  given: Given,
  field: string,
  variable: string,
): readonly Finding[] {
  if (!Object.hasOwn(given, field) || !Array.isArray(given.env)) {
    return [];
  }
  return given.env.flatMap((it, index) =>
    asRecord(it)?.name === variable
      ? [
          {
            at: `.env[${index}].name`,
            message: `The field ${field} sets ${variable} already; remove one of the two.`,
          },
        ]
      : [],
  );
}

function findOptions(given: Given): readonly Finding[] {
  const set = FIELD_SETTINGS.filter(it => Object.hasOwn(given, it.field));
  const options = set.map(it => it.option);
  return ['master', 'worker'].flatMap(role => {
    const words = asRecord(given[role])?.extraArgs;
    return (Array.isArray(words) ? words : []).flatMap((word, index) => {
      if (typeof word !== 'string') {
        return [];
      }
      const option = optionOf(word, options);
      const setting = set.find(
        it =>
          it.option === option ||
          (!word.startsWith('--') && word.startsWith(it.short)),
      );
      return setting
        ? [
            {
              at: `.${role}.extraArgs[${index}]`,
              message: `The field ${setting.field} sets ${setting.option} already; remove one of the two.`,
            },
          ]
        : [];
    });
  });
}

function findTooMuch(given: Given): readonly Finding[] {
  const source = asRecord(given.locustfile);
  const rest =
    typeof source?.inline === 'string'
      ? { ...given, locustfile: undefined }
      : given;
  let text: string;
  try {
    text = JSON.stringify(rest) ?? '';
  } catch {
    // It refers to itself or holds what JSON does not; the fields have said so.
    return [];
  }
  // A character takes three bytes at most, so most specs need no counting.
  const bytes =
    text.length * 3 > LARGEST_SPEC_BYTES
      ? new TextEncoder().encode(text).length
      : 0;
  return bytes > LARGEST_SPEC_BYTES
    ? [
        {
          at: '',
          message: `Without the locustfile this takes ${Math.ceil(
            bytes / 1024,
          )} KiB, more than the ${
            LARGEST_SPEC_BYTES / 1024
          } that fit beside it; put long values into ConfigMaps.`,
        },
      ]
    : [];
}
