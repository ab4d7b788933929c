import { type RouteBody, routes } from '../../source/routes';
import type { Command } from '../splitCommands';
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
  const known: readonly Callable[] = [...routes(), METRICS];
  return [
    ...problems,
    ...words.flatMap(url => {
      const path = url.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/, '');
      const route = known.find(
        it => it.method === method && withGaps(it.path) === withGaps(path),
      );
      return route
        ? bodyProblems(route, data)
        : [`there is no route ${method} ${path}`];
    }),
  ];
}

/** `{runId}` of the document and `$RUN` of a shell are the same gap. */
function withGaps(path: string): string {
  return path.replace(/\{\w+\}|\$\{?\w+\}?/g, '{}');
}

function bodyProblems(
  { body }: Callable,
  data: string | undefined,
): readonly string[] {
  if (data === undefined || !body) {
    return (data === undefined) === (body === undefined)
      ? []
      : [body ? 'it takes a body' : 'it takes no body'];
  }
  const given = Object.keys(JSON.parse(data) as object);
  return [
    ...given
      .filter(it => !body.properties.includes(it))
      .map(it => `its body has no ${it}`),
    ...body.required
      .filter(it => !given.includes(it))
      .map(it => `its body lacks ${it}`),
  ];
}
