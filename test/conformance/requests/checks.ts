import type { Check, Expectation as CheckExpectation } from '../../../functions/intent/generated/gateway-intent.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { Expectation, ExpectedRequest } from './request-file.ts';

/** The checks of all intents among the objects, as requests that can really be sent. */
export function requestsOfChecks(objects: readonly KubeObject[]): readonly ExpectedRequest[] {
  return objects
    .filter(({ kind }) => kind === 'GatewayIntent')
    .flatMap((intent) => (intent.spec as { checks?: readonly Check[] } | undefined)?.checks ?? [])
    .map(({ request, expect, name: _, ...rest }): ExpectedRequest => ({ ...rest, send: request, expect: expectationOf(expect) }));
}

/** `to` may share out the answers by weights: `a.shop:80 80%, b.shop:80 20%`. */
export function expectationOf({ to, redirect, status, unreachable, via }: CheckExpectation): Expectation {
  const shares = (to ?? '').split(',').map((share) => share.trim().split(/\s+/));
  const weighted = shares.some(([, percent]) => percent !== undefined);
  const weights = Object.fromEntries(shares.map(([name = '', percent = '100%']) => [name, Number(percent.replace('%', ''))]));
  return {
    ...(to === undefined ? {} : weighted ? { weights } : { to }),
    ...(redirect === undefined ? {} : { location: redirect }),
    ...(status === undefined ? {} : { status }),
    ...(unreachable ? { unreachable } : {}),
    ...(via === undefined ? {} : { via }),
  };
}
