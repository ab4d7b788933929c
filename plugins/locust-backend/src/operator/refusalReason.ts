import type { Reason } from 'backstage-plugin-locust-common';
import type { KubeApiError } from '../kube/KubeApiError';
import { inSentence } from './inSentence';

const QUOTA = /exceeded quota: .*/s;
const INCOMPLETE = /failed quota: .*/s;
/** The API server's words before the reason: the name in it is another one with every try. */
const FORBIDDEN = /^(?:Error creating: )?\S+ "[^"]*" is forbidden: /;

/**
 * Why no pod is made, where the Job's or ReplicaSet's controller says so.
 *
 * @param message - of the Job's Event or the ReplicaSet's condition `FailedCreate`
 */
export function podRefusal(message: string, role: 'master' | 'worker'): Reason {
  const pod = role === 'master' ? 'the master' : 'the workers';
  const quota = QUOTA.exec(message)?.[0];
  if (quota) {
    return {
      code: 'QuotaExceeded',
      message: `The namespace's quota leaves no pod for ${pod}${inSentence(
        quota,
      )}; wait until others have ended, ask for less, or have the quota raised.`,
    };
  }
  const incomplete = INCOMPLETE.exec(message)?.[0];
  if (incomplete) {
    return {
      code: 'QuotaExceeded',
      message: `The namespace's quota asks ${pod} for more than the resource says${inSentence(
        incomplete,
      )}; set it in ${role}.resources.`,
    };
  }
  return {
    code: 'PodRefused',
    message: `The cluster refuses the pod of ${pod}${inSentence(
      message.replace(FORBIDDEN, ''),
    )}; change what the resource asks for, or ask whoever keeps the namespace to allow it.`,
  };
}

/** Why the engine may not make an object: trying again at once does not help, saying so does. */
export function objectRefusal(error: KubeApiError): Reason {
  const quota = QUOTA.exec(error.message)?.[0];
  if (quota) {
    return {
      code: 'QuotaExceeded',
      message: `The namespace's quota leaves no room for the run's ${
        error.resource
      }${inSentence(
        quota,
      )}; wait until others have ended, or have the quota raised.`,
    };
  }
  return {
    code: error.failure === 'forbidden' ? 'Forbidden' : 'Refused',
    message: `${error.message}.`,
  };
}
