import type { Check, Expectation as CheckExpectation } from '../../../functions/intent/generated/gateway-intent.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import type { Expectation, ExpectedRequest } from './request-file.ts';

/** The checks of all intents among the objects, as requests that can really be sent. */
export function requestsOfChecks(objects: readonly KubeObject[]): readonly ExpectedRequest[] {
  return objects
    .filter(({ kind }) => kind === 'GatewayIntent')
    .flatMap(({ spec, metadata: { namespace = 'default' } }) => {
      const checks = (spec as { checks?: readonly Check[] } | undefined)?.checks ?? [];
      return checks.map(({ request, expect, name: _, clientCertificate, ...rest }): ExpectedRequest => {
        const entered = rest.from === undefined && expect.via !== undefined && expect.via !== 'none' ? { gateway: expect.via } : {};
        const shown = clientCertificate === undefined ? {} : { clientCertificate: 'trusted' as const };
        return { ...rest, ...entered, ...shown, send: request, expect: expectationOf(expect, namespace) };
      });
    });
}

/** `to` may share out the answers by weights: `a.shop:80 80%, b:80 20%`; a name without a dot is one of the intent's namespace. */
export function expectationOf({ to, redirect, status, unreachable, via }: CheckExpectation, namespace: string): Expectation {
  const shares = (to ?? '').split(',').map((share) => qualified(share.trim(), namespace).split(/\s+/));
  const weighted = shares.some(([, percent]) => percent !== undefined);
  const weights = Object.fromEntries(shares.map(([name = '', percent = '100%']) => [name, Number(percent.replace('%', ''))]));
  return {
    ...(to === undefined ? {} : weighted ? { weights } : { to: qualified(to, namespace) }),
    ...(redirect === undefined ? {} : { location: redirect }),
    ...(status === undefined ? {} : { status }),
    ...(unreachable ? { unreachable } : {}),
    ...(via === undefined ? {} : { via }),
  };
}

function qualified(backend: string, namespace: string): string {
  return backend.replace(/^([^.:]+):/, `$1.${namespace}:`);
}
