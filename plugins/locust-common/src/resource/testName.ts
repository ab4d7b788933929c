/** A Kubernetes object name that is also a label value. */
const TEST_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Leaves room for the suffix of a one-off and for the prefixes of its children. @public */
export const TEST_NAME_LENGTH = 40;

/** Says what is wrong with the name of a test, as a sentence; undefined: nothing. @public */
export function checkTestName(name: string): string | undefined {
  return TEST_NAME.test(name) && name.length <= TEST_NAME_LENGTH
    ? undefined
    : `The name of a test may hold lower case letters, digits and dashes, begins and ends with a letter or digit, and has at most ${TEST_NAME_LENGTH} characters, such as "checkout-peak"`;
}
