import type { BlockCheck } from './CodeBlock';

/** JSON can be read as such. */
export const checkJson: BlockCheck = ({ text }) => {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
};
