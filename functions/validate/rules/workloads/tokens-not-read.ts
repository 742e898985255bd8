import type { Item } from '../../../krm/item.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { at, isSet, list, type Spot, text, wrong } from '../../spot.ts';
import { policies } from '../../spots/authorization.ts';

export const tokensNotRead: Rule = {
  code: 'GI2718',
  name: 'tokens-not-read',
  severity: 'error',
  summary: 'A policy that asks for tokens must have a RequestAuthentication that reads them.',
  why: 'what is not read is not there: requests with a valid token are judged like those without one',
  fix: 'add a RequestAuthentication with the issuer of the tokens, for the same pods',
  source: 'https://istio.io/latest/docs/concepts/security/#request-authentication',
  *check(world) {
    for (const { spec, action } of policies(world)) {
      const { item } = spec;
      if (item.origin !== undefined) continue; // told of the intent
      if (!isKnown(world, item) || mayBeRead(world, item)) continue;
      for (const spot of list(spec, 'rules').flatMap(asked)) yield told(world, spot, action);
    }
  },
};

/** Whether all that is in the namespace is in the files. */
const isKnown = (world: World, item: Item): boolean => closedWorld(world).hasAllWorkloads(item);

/** A RequestAuthentication of the same namespace, or of the whole mesh. */
function mayBeRead(world: World, item: Item): boolean {
  const { objects, settings } = world.mesh;
  const places = [objects.namespaceOf(item), settings.rootNamespace.value];
  const reading = world.ofKind('security.istio.io', 'RequestAuthentication');
  return reading.some((other) => other.id.namespace === undefined || places.includes(objects.namespaceOf(other)));
}

/** The fields of a rule that are about tokens. */
function asked(rule: Spot): Spot[] {
  const sources = list(rule, 'from').map((from) => at(from, 'source'));
  const principals = sources.flatMap((source) => ['requestPrincipals', 'notRequestPrincipals'].map((field) => at(source, field)));
  const conditions = list(rule, 'when').map((condition) => at(condition, 'key'));
  return [...principals.filter(isSet), ...conditions.filter((key) => text(key).startsWith('request.auth.'))];
}

function told(world: World, spot: Spot, action: string): Finding {
  const isContrary = spot.key === 'notRequestPrincipals' || isSet(at(spot.parent ?? spot, 'notValues'));
  const fits = isContrary ? 'every request' : 'no request';
  const verb = { DENY: 'refuses', AUDIT: 'logs', CUSTOM: 'asks about' }[action] ?? 'lets in';
  const place = world.complete ? '' : ' in the files';
  return wrong(spot, `asks for tokens, which no RequestAuthentication${place} reads: the rule ${verb} ${fits}`, {
    ...(world.complete ? {} : { severity: 'warning' }),
  });
}
