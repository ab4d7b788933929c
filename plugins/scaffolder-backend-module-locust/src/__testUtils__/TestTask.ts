import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { JsonObject, JsonValue } from '@backstage/types';

/** A task of one step, which can be done again with what its checkpoints hold. */
export class TestTask {
  readonly log: string[] = [];
  #checkpoints = new Map<string, JsonValue>();

  /** What the step is given when it is done once, its outputs put into `outputs`. */
  context<Input extends JsonObject>(
    input: Input,
    options: {
      readonly outputs?: Record<string, unknown>;
      readonly credentials?: BackstageCredentials;
      readonly signal?: AbortSignal;
      readonly isDryRun?: boolean;
      readonly each?: JsonObject;
    } = {},
  ): ActionContext<Input, any> {
    const { outputs = {}, credentials = mockCredentials.user() } = options;
    const say = (message: string) => {
      this.log.push(message);
    };
    // As the scaffolder does, a step sees what was there when it began.
    const before = new Map(this.#checkpoints);
    return {
      ...options,
      input,
      task: { id: 'task-1' },
      step: { id: 'load-test', name: 'Load test' },
      workspacePath: '',
      logger: mockServices.logger.mock({
        info: say,
        warn: say,
        error: say,
      }),
      async createTemporaryDirectory() {
        throw new Error('No step here needs files');
      },
      getInitiatorCredentials: async () => credentials,
      output: (name, value) => {
        outputs[name as string] = value;
      },
      checkpoint: async ({ key, fn }) => {
        const value = before.get(key) ?? (await fn()) ?? {};
        this.#checkpoints.set(key, value as JsonValue);
        return value as never;
      },
    };
  }
}
