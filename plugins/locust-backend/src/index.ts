/**
 * Backstage backend plugin that runs a Kubernetes operator for Locust load tests.
 *
 * @packageDocumentation
 */
export { locustPlugin as default } from './plugin';
