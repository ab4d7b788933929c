import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { RouterParts } from '../api/RouterParts';

/** What the actions are made of: what the routes are, for both do the same. */
export interface ActionParts extends RouterParts {
  readonly registry: ActionsRegistryService;
  /** Where the portal shows a run, as far as it knows its own address. */
  readonly runUrl: (runId: string) => string | undefined;
}
