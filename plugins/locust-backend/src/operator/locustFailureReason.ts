import type { Reason } from 'backstage-plugin-locust-common';
import { describeFailure, type LocustFailure } from '../runs/LocustFailure';
import type { UnreachableHost } from '../runs/UnreachableHost';
import { inSentence } from './inSentence';

const MISSING_MODULE = /^(?:ModuleNotFoundError|ImportError)\b/;

/** Why Locust did not get as far as a test, and what is to be done about it. */
export function locustFailureReason(
  failure: LocustFailure,
  role: 'master' | 'worker',
): Reason {
  const said = inSentence(describeFailure(failure));
  const where = role === 'worker' ? ' on the workers' : '';
  return { code: 'LocustFailed', message: sentence() };

  function sentence(): string {
    switch (failure.kind) {
      case 'locustfile':
        return `The locustfile cannot be run${where}${said}; ${
          MISSING_MODULE.test(failure.message)
            ? 'put the module into the image or beside the locustfile'
            : 'correct it'
        } and run the test again.`;
      case 'arguments':
        return `Locust does not accept its arguments${where}${said}; correct ${role}.extraArgs, the command or the environment and run the test again.`;
      case 'noLocustfile':
        return `Locust finds no locustfile${where}${said}; give one in the resource's locustfile, or mount it where the command looks for it.`;
      case 'noUsers':
        return `The locustfile has no users to run${where}${said}; write a class that extends HttpUser or User and is not abstract.`;
      default:
        return `Locust did not get as far as a test${where}${said}; the log tells more.`;
    }
  }
}

const CAUSES: Readonly<Record<UnreachableHost['cause'], string>> = {
  unresolved:
    'its name cannot be resolved; check how it is spelled, and that it is a name of this cluster or of its DNS',
  refused: 'it refuses connections; check the port, and that the service runs',
  noRoute: 'there is no way to it; check the address and the network policies',
  timeout:
    'it does not answer in time; check the address, the network policies and whether the service is overloaded',
};

/**
 * Why a run measured nothing though Locust ran.
 *
 * @param host - as the resource gives it; a locustfile may have one of its own
 */
export function unreachableReason(
  unreachable: UnreachableHost,
  host: string | undefined,
): Reason {
  const named = unreachable.host ?? host;
  return {
    code: 'HostUnreachable',
    message: `No request reached ${
      named === undefined ? 'the host under test' : `the host ${named}`
    }, for ${CAUSES[unreachable.cause]}.`,
  };
}
