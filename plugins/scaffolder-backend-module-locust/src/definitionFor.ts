import type { TestDefinition } from 'backstage-plugin-locust-common';

/** What a step of a template says of the test that it is about. */
export interface AskedTest {
  readonly name: string;
  readonly entityRef?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly entityDefaults?: boolean;
}

/** What is sent for a step. Templates leave out by an empty text, too. */
export function definitionFor({ spec, ...asked }: AskedTest): TestDefinition {
  return {
    ...(Object.fromEntries(
      Object.entries(asked).filter(
        ([, value]) => value !== undefined && value !== '',
      ),
    ) as Omit<AskedTest, 'spec'>),
    spec: { ...spec },
  };
}
