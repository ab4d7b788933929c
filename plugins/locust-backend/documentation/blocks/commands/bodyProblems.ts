import { validateLocustSpec } from 'backstage-plugin-locust-common';
import type { RouteBody } from '../../source/routes';

/** What is wrong with what is sent to a route, as JSON; undefined: nothing is sent. */
export function bodyProblems(
  { body }: { readonly body?: RouteBody },
  data: string | undefined,
): readonly string[] {
  if (data === undefined || !body) {
    return (data === undefined) === (body === undefined)
      ? []
      : [body ? 'it takes a body' : 'it takes no body'];
  }
  const sent = JSON.parse(data) as Readonly<Record<string, unknown>>;
  const given = Object.keys(sent);
  return [
    ...given
      .filter(it => !body.properties.includes(it))
      .map(it => `its body has no ${it}`),
    ...body.required
      .filter(it => !given.includes(it))
      .map(it => `its body lacks ${it}`),
    ...(sent.spec === undefined ? [] : validateLocustSpec(sent.spec)).map(
      ({ field, message }) => `${field}: ${message}`,
    ),
  ];
}
