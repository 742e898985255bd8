import type { Rule } from '../../rule.ts';
import { at, deep, isSet, list, number, text, wrong } from '../../spot.ts';
import { podTemplates } from '../../spots/pod-templates.ts';

/** The user that proxies run as: their own traffic is told from that of the application by it. */
const proxyUser = 1337;

export const applicationUid: Rule = {
  code: 'GI3017',
  name: 'application-uid',
  severity: 'warning',
  summary: 'An application should not run as user 1337.',
  why: 'the traffic of that user is taken for that of the proxy, and goes past it',
  fix: 'run the application as another user',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/',
  upstream: ['IST0144'],
  *check(world) {
    for (const { template, spec } of podTemplates(world)) {
      const containers = list(spec, 'containers').filter(isSet);
      const own = containers.filter((container) => text(at(container, 'name')) !== 'istio-proxy');
      if (own.length === 0 || isOfIstio(template)) continue;
      const user = deep(spec, 'securityContext', 'runAsUser');
      if (number(user) === proxyUser && own.some((container) => !isSet(deep(container, 'securityContext', 'runAsUser'))))
        yield wrong(user, 'is the user of the proxies');
      for (const each of own.map((container) => deep(container, 'securityContext', 'runAsUser')))
        if (number(each) === proxyUser) yield wrong(each, 'is the user of the proxies');
    }
  },
};

/** Istio's own programs may run as that user: nothing is captured for them. */
const isOfIstio = (template: Parameters<typeof at>[0]): boolean => {
  const label = (name: string) => deep(template, 'metadata', 'labels', name);
  return isSet(label('istio')) || /^istio/.test(text(label('app'))) || text(label('release')) === 'istio';
};
