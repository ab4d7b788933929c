import { engineFamilies } from '../../src/metrics/engineFamilies';
import { originalFamilies } from '../../src/metrics/originalFamilies';
import { once } from '../once';
import type { BlockCheck } from './CodeBlock';

const FAMILY = /\blocust_operator_\w+/g;

/** The families of metrics that there are. */
export const metricFamilies = once((): readonly string[] =>
  [...originalFamilies([]), ...engineFamilies([], new Date(0))].map(
    it => it.name,
  ),
);

/** Queries for Prometheus name families that there are. */
export const checkQueries: BlockCheck = ({ text }) => {
  const known = metricFamilies();
  return [...text.matchAll(FAMILY)]
    .map(([name]) => name.replace(/_(bucket|sum|count)$/, ''))
    .filter(name => !known.includes(name))
    .map(name => `there is no family ${name}`);
};
