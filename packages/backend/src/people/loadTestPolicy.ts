import {
  coreServices,
  createBackendModule,
  type UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  AuthorizeResult,
  isResourcePermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { locustAdminReadPermission } from 'backstage-plugin-locust-common';

/** Its members may do everything. */
export const PLATFORM_GROUP = 'group:default/platform';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * An example of who may do what with load tests: everyone reads them, the owners of an entity run, change and delete its
 * own, and the platform team does all. What is not about load tests is open to everyone.
 */
export class LoadTestPolicy implements PermissionPolicy {
  constructor(private readonly people: Pick<UserInfoService, 'getUserInfo'>) {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!permission.name.startsWith('locust.')) {
      return ALLOW;
    }
    if (!user) {
      return DENY;
    }
    const { ownershipEntityRefs } = await this.people.getUserInfo(
      user.credentials,
    );
    if (ownershipEntityRefs.includes(PLATFORM_GROUP)) {
      return ALLOW;
    }
    if (permission.name === locustAdminReadPermission.name) {
      return DENY;
    }
    if (permission.attributes.action === 'read') {
      return ALLOW;
    }
    return isResourcePermission(permission, 'catalog-entity')
      ? createCatalogConditionalDecision(
          permission,
          catalogConditions.isEntityOwner({ claims: ownershipEntityRefs }),
        )
      : DENY;
  }
}

/** The policy of the portal that `npm start` shows. */
export const loadTestPolicy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'load-test-policy',
  register(env) {
    env.registerInit({
      deps: {
        policy: policyExtensionPoint,
        people: coreServices.userInfo,
      },
      async init({ policy, people }) {
        policy.setPolicy(new LoadTestPolicy(people));
      },
    });
  },
});
