import type { LocustSpec, Problem } from 'backstage-plugin-locust-common';
import type { EngineConfig } from './EngineConfig';
import { warmUpSeconds } from './warmUpSeconds';

/**
 * What a resource asks of a reporter that this engine does not have; that the resource itself wants none is found by
 * validation.
 */
export function reporterProblems(
  spec: LocustSpec,
  config: Pick<EngineConfig, 'reporter'>,
): readonly Problem[] {
  if (config.reporter) {
    return [];
  }
  return [
    ...(spec.stopWhen && spec.stopWhen.length > 0
      ? [
          {
            field: 'spec.stopWhen',
            message:
              'What stops a run in its course is judged on figures that only the reporter gives, and the reporter is turned off in the configuration of the portal; remove stopWhen, or have the reporter turned on.',
          },
        ]
      : []),
    ...(warmUpSeconds(spec) > 0
      ? [
          {
            field: 'spec.ignoreFirst',
            message:
              'Figures without a warm-up are given only by the reporter, and the reporter is turned off in the configuration of the portal; remove ignoreFirst, or have the reporter turned on.',
          },
        ]
      : []),
  ];
}
