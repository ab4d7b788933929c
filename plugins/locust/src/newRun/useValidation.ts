import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { TestDefinition } from 'backstage-plugin-locust-common';
import { locustApiRef, type Validation } from '../api/LocustApi';

/** How long typing has to rest before the server is asked. */
const REST_MS = 500;

/** What the server says of a definition. An answer to an older one is never shown. */
export type ServerValidation =
  | { readonly status: 'none' }
  | { readonly status: 'checking' }
  | { readonly status: 'checked'; readonly validation: Validation }
  | { readonly status: 'failed'; readonly error: Error };

/**
 * Asks the server for its dry run once typing rests.
 *
 * @param definition - undefined where it is known already that it would be refused
 */
export function useValidation(
  definition: TestDefinition | undefined,
): ServerValidation {
  const api = useApi(locustApiRef);
  const key = definition && JSON.stringify(definition);
  const [answer, setAnswer] = useState<{
    key?: string;
    state: ServerValidation;
  }>({ state: { status: 'none' } });

  useEffect(() => {
    if (!key) {
      return undefined;
    }
    let current = true;
    const tell = (state: ServerValidation) =>
      current && setAnswer({ key, state });
    const timer = setTimeout(() => {
      api.validate(JSON.parse(key)).then(
        validation => tell({ status: 'checked', validation }),
        error => tell({ status: 'failed', error }),
      );
    }, REST_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [api, key]);

  if (!key) {
    return { status: 'none' };
  }
  return answer.key === key ? answer.state : { status: 'checking' };
}
