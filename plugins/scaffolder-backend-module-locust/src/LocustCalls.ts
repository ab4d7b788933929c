import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  DefaultApiClient,
  type InJson,
  type RequestOptions,
  type Run,
  type Test,
  type TestDefinition,
  type TypedResponse,
  type ValidateTest200Response,
} from 'backstage-plugin-locust-common';
import { LocustRefusal } from './LocustRefusal';

/** A token that lasts no longer than this may be refused by the time it arrives. */
const EXPIRY_MARGIN_MS = 30_000;

/**
 * Calls of the load tests' interface on behalf of who started a task. Each rejects with a {@link LocustRefusal} where
 * the interface refuses, and with whatever `fetch` throws where it cannot be reached.
 */
export class LocustCalls {
  constructor(
    private readonly parts: {
      readonly auth: AuthService;
      readonly discovery: DiscoveryService;
      readonly credentials: BackstageCredentials;
    },
  ) {}

  async validate(
    definition: TestDefinition,
  ): Promise<InJson<ValidateTest200Response>> {
    return answer(
      await this.#client().validateTest(
        { body: definition },
        await this.#asInitiator(),
      ),
    );
  }

  async createTest(
    definition: TestDefinition,
    idempotencyKey: string,
  ): Promise<InJson<Test>> {
    return answer(
      await this.#client().createTest(
        { body: definition, header: { 'Idempotency-Key': idempotencyKey } },
        await this.#asInitiator(),
      ),
    );
  }

  async startRun(
    definition: TestDefinition,
    idempotencyKey: string,
  ): Promise<InJson<Run>> {
    return answer(
      await this.#client().createRun(
        { body: definition, header: { 'Idempotency-Key': idempotencyKey } },
        await this.#asInitiator(),
      ),
    );
  }

  async getTest(testId: string): Promise<InJson<Test>> {
    return answer(
      await this.#client().getTest(
        { path: { testId } },
        await this.#asInitiator(),
      ),
    );
  }

  async triggerTest(
    testId: string,
    idempotencyKey: string,
  ): Promise<InJson<Run>> {
    return answer(
      await this.#client().triggerTest(
        { path: { testId }, header: { 'Idempotency-Key': idempotencyKey } },
        await this.#asInitiator(),
      ),
    );
  }

  /** The run once it has ended, or as it is after so many seconds. */
  async awaitRun(
    runId: string,
    seconds: number,
    signal?: AbortSignal,
  ): Promise<InJson<Run>> {
    return answer(
      await this.#client(signal).getRun(
        { path: { runId }, query: { wait: `${seconds}s` } },
        await this.#toTheEnd(),
      ),
    );
  }

  async stopRun(runId: string): Promise<InJson<Run>> {
    return answer(
      await this.#client().stopRun({ path: { runId } }, await this.#toTheEnd()),
    );
  }

  #client(signal?: AbortSignal): DefaultApiClient {
    return new DefaultApiClient({
      discoveryApi: this.parts.discovery,
      fetchApi: { fetch: (url, init) => fetch(url, { ...init, signal }) },
    });
  }

  #asInitiator(): Promise<RequestOptions> {
    return this.#tokenOf(this.parts.credentials);
  }

  /**
   * A load test may outlast the token of who started it, which nobody can renew. What they started is then followed,
   * and stopped, in the name of the scaffolder; nothing else is.
   */
  async #toTheEnd(): Promise<RequestOptions> {
    const { auth, credentials } = this.parts;
    // Of a task that was taken from the database it is text.
    const expiresAt =
      credentials.expiresAt && new Date(credentials.expiresAt).getTime();
    return expiresAt && expiresAt - EXPIRY_MARGIN_MS <= Date.now()
      ? this.#tokenOf(await auth.getOwnServiceCredentials())
      : this.#asInitiator();
  }

  #tokenOf(onBehalfOf: BackstageCredentials): Promise<RequestOptions> {
    return this.parts.auth.getPluginRequestToken({
      onBehalfOf,
      targetPluginId: 'locust',
    });
  }
}

async function answer<T>(response: TypedResponse<T>): Promise<InJson<T>> {
  if (!response.ok) {
    throw await LocustRefusal.of(response as Response);
  }
  return response.json();
}
