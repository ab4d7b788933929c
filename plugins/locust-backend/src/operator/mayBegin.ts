import type { Problem } from 'backstage-plugin-locust-common';
import { missingReferences } from './missingReferences';
import { findFolder, FOLDER_MISSING } from './findFolder';
import type { Pass } from './Pass';
import type { ReconcilerParts } from './ReconcilerParts';
import { soonest } from './soonest';

/** A reference that is missing is looked for again so soon. */
const REFERENCE_AGAIN_MS = 10_000;

/** Whether the spec can be run and what it names is there; else the reasons are among the pass's problems. */
export async function mayBegin(
  parts: ReconcilerParts,
  pass: Pass,
): Promise<boolean> {
  const { client } = parts;
  if (pass.problems.length === 0) {
    const { problems: missing, seen } = await missingReferences(
      client,
      pass.locust,
      pass.signal,
    );
    pass.seenConfigMaps = seen;
    pass.problems.push(...missing);
    if ((await findFolder(parts, pass)) === 'missing') {
      pass.problems.push({ field: 'spec.locustfile', message: FOLDER_MISSING });
    }
    if (pass.problems.length > 0) {
      pass.recheckMs = soonest(pass.recheckMs, REFERENCE_AGAIN_MS);
    }
  }
  if (pass.problems.length > 0) {
    await tellInvalid(parts, pass);
  }
  return pass.problems.length === 0;
}

/** Every problem with its field, for a person. */
export function problemsInWords(problems: readonly Problem[]): string {
  return problems.map(it => `${it.field}: ${it.message}`).join(' ');
}

/** Says with an Event why nothing is made. */
export async function tellInvalid(
  parts: ReconcilerParts,
  pass: Pass,
): Promise<void> {
  parts.events.tell(
    pass.locust,
    {
      type: 'Warning',
      reason: 'Invalid',
      message: problemsInWords(pass.problems),
    },
    pass.now,
  );
}
