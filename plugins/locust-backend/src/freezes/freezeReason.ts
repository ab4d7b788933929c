import type { Reason } from 'backstage-plugin-locust-common';
import type { Freeze } from './Freeze';

/** Why a run that was asked for does not begin. */
export function waitsForFreeze(freeze: Freeze): Reason {
  return {
    code: 'Frozen',
    message: `Nothing starts here ${endInWords(freeze)}: ${freeze.reason}`,
  };
}

/** Why a run of a schedule that was due in the meantime is left out. */
export function skippedForFreeze(freeze: Freeze): Reason {
  return {
    code: 'Frozen',
    message: `Skipped, for nothing starts here ${endInWords(freeze)}: ${
      freeze.reason
    }`,
  };
}

/** Why a run was stopped that nobody asked to stop. */
export function stoppedByFreeze(freeze: Freeze): Reason {
  return {
    code: 'EmergencyStop',
    message: `Stopped with all load tests${
      freeze.declaredBy === undefined ? '' : ` by ${freeze.declaredBy}`
    }: ${freeze.reason}`,
  };
}

function endInWords({ until }: Freeze): string {
  return until === undefined
    ? 'until the freeze is lifted'
    : `until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
