import { type RouteBody, routes } from '../../source/routes';
import type { Command } from '../splitCommands';
import { bodyProblems } from './bodyProblems';
import { readArguments } from './readArguments';

interface Callable {
  readonly method: string;
  readonly path: string;
  readonly body?: RouteBody;
}

/** Beside those of the OpenAPI document. */
const METRICS: Callable = { method: 'GET', path: '/api/locust/metrics' };

/** A request to a route of the backend that there is, with a body that it takes. */
export function checkCurl(args: Command): readonly string[] {
  const { problems, words, valueOf } = readArguments(args, {
    values: ['data', 'header', 'request'],
    flags: ['no-buffer'],
  });
  const data = valueOf('data');
  const method = valueOf('request') ?? (data === undefined ? 'GET' : 'POST');
  return [
    ...problems,
    ...words.flatMap(url => {
      const path = url.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/, '');
      const route = routeOf(method, path);
      return route
        ? bodyProblems(route, data)
        : [`there is no route ${method} ${path}`];
    }),
  ];
}

/** The route of a method and path, in which variables of a shell stand for what differs. */
export function routeOf(method: string, path: string): Callable | undefined {
  const known: readonly Callable[] = [...routes(), METRICS];
  return known.find(
    it => it.method === method && withGaps(it.path) === withGaps(path),
  );
}

/** `{runId}` of the document and `$RUN` of a shell are the same gap. */
function withGaps(path: string): string {
  return path.replace(/\{\w+\}|\$\{?\w+\}?/g, '{}');
}
