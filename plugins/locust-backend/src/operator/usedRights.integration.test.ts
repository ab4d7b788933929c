import { readFileSync } from 'node:fs';
import { ENGINE_USER, shippedRights } from './testing/engineKubeConfig';
import { grantedRights, usedRights } from './testing/usedRights';

const AUDIT_LOG = process.env.LOCUST_TEST_AUDIT_LOG;

/** Only what all tests have done together says what is needed: this file comes last, and is nothing by itself. */
const whole =
  AUDIT_LOG !== undefined && process.env.LOCUST_TEST_WHOLE === 'true';

(whole ? describe : describe.skip)(
  "the ClusterRole, by the API server's audit log of all integration tests",
  () => {
    const granted = () =>
      grantedRights(
        shippedRights()
          .filter(it => it.kind === 'ClusterRole')
          .flatMap(it => it.rules),
      );
    const used = () =>
      usedRights(readFileSync(AUDIT_LOG!, 'utf8').split('\n'), ENGINE_USER);

    it('misses nothing that the engine and the API asked for', () => {
      expect([...used().refused].sort()).toEqual([]);
    });

    it('grants nothing that the engine and the API never asked for', () => {
      const { allowed } = used();
      expect([...granted()].filter(it => !allowed.has(it)).sort()).toEqual([]);
    });

    it('is all that they have: nothing else was allowed them', () => {
      const rights = granted();
      expect([...used().allowed].filter(it => !rights.has(it)).sort()).toEqual(
        [],
      );
    });
  },
);
