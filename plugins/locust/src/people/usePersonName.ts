import useAsync from 'react-use/esm/useAsync';
import { parseEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';

/** How to call somebody: "You", else the name in the reference. */
export function personName(
  ref: string,
  ownRef: string | undefined,
  t: Translate,
): string {
  if (ref === ownRef) {
    return t('people.you');
  }
  try {
    return parseEntityRef(ref, {
      defaultKind: 'user',
      defaultNamespace: 'default',
    }).name;
  } catch {
    return ref;
  }
}

/** `personName` for the one who is signed in. */
export function usePersonName(): (ref: string) => string {
  const t = useTranslate();
  const identity = useApi(identityApiRef);
  const { value } = useAsync(() => identity.getBackstageIdentity(), [identity]);
  return ref => personName(ref, value?.userEntityRef, t);
}
