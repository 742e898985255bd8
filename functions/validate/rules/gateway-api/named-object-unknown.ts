import { didYouMean } from '../../../diagnostics/did-you-mean.ts';
import { folderOf } from '../../../krm/folder-of.ts';
import type { Item } from '../../../krm/item.ts';
import { asList, asRecord, asText } from '../../../mesh/loose.ts';
import { closedWorld } from '../../closed-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { at, titled, wrong } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { dataKeys } from '../../spots/entries-of-data.ts';
import { envoyGateway, type NamedObject, namedObjects } from '../../spots/named-objects.ts';
import { secretSources } from '../../spots/secrets.ts';
import { isTypo } from '../../syntax/typo.ts';

export const namedObjectUnknown: Rule = {
  code: 'GI2932',
  name: 'named-object-unknown',
  severity: 'error',
  summary: 'What an object of Envoy Gateway names must exist and have what is read from it.',
  why: 'the policy or route is not accepted, and requests are answered with 500',
  fix: 'add the object, or correct its name',
  source: 'envoyproxy/gateway, internal/gatewayapi/{validate,securitypolicy,filters}.go',
  *check(world) {
    for (const named of namedObjects(world)) {
      if (named.name === '') continue;
      const item = world.mesh.objects.find(named.group, named.kind, named.namespace, named.name);
      const problem = item === undefined ? missing(world, named) : without(world, named, item);
      if (problem !== undefined) yield problem;
    }
  },
};

/** A Secret or ConfigMap of which the content is written, and has something else. */
function without(world: World, { spot, from, key }: NamedObject, item: Item): Finding | undefined {
  const keys = dataKeys(item);
  if (key === '' || keys.length === 0 || keys.includes(key) || alternatives(world)(from, item)) return undefined;
  return wrong(spot, `names ${titled(item)}, which has no \`${key}\``, { fix: `add \`${key}\` to it` });
}

function missing(world: World, named: NamedObject): Finding | undefined {
  const { spot, kind, group, namespace, name, from } = named;
  if (group === envoyGateway && kind !== 'HTTPRouteFilter' && kind !== 'Backend' && kind !== 'EnvoyProxy') return undefined;
  if (isMadeElsewhere(world, named)) return undefined;
  const says = `names ${kind} "${namespace}/${name}", which ${world.complete ? 'does not exist' : 'is not in the files'}`;
  const severity = world.complete ? {} : { severity: 'warning' as const };
  const others = sameKind(world, named);
  if (others.some((other) => other.name === name && other.item.id.namespace === undefined)) return undefined;
  const elsewhere = others.find((other) => other.name === name && other.item.id.namespace !== undefined);
  if (elsewhere !== undefined && from.id.namespace !== undefined)
    return wrong(spot, `${says}; there is one in "${elsewhere.item.id.namespace}"`, severity);
  const beside = others.filter(({ item }) => isBeside(item, named));
  const meant = didYouMean(
    name,
    beside.map((other) => other.name),
  );
  const isKnown = kind === 'Secret' ? beside.some((other) => isTypo(name, other.name)) : isClosed(world, named, beside.length > 0);
  if (!world.complete && !isKnown) return undefined; // Secrets are seldom in files
  return wrong(at(spot, 'name'), says, { ...severity, ...(meant === undefined ? {} : { fix: `did you mean "${meant}"?` }) });
}

/** All of a kind, those that will make a Secret among them. */
function sameKind(world: World, { group, kind }: NamedObject): readonly { readonly name: string; readonly item: Item }[] {
  if (kind === 'Secret') return [...secretSources(world).values()].flat();
  return world.ofKind(group, kind).map((item) => ({ name: item.id.name, item }));
}

const isBeside = ({ id, source }: Item, { from, namespace }: NamedObject): boolean =>
  id.namespace === undefined ? folderOf(source.file ?? '') === folderOf(from.source.file ?? '') : id.namespace === namespace;

/** Whether the files have all of the kind that is beside the reference. */
function isClosed(world: World, { from, group, namespace, fromNamespace }: NamedObject, hasOthers: boolean): boolean {
  if (from.id.kind === 'GatewayClass') return hasOthers;
  if (namespace !== fromNamespace) return false;
  const closed = closedWorld(world);
  return group === envoyGateway ? hasOthers || closed.hasAllServices(from) : hasOthers && closed.hasAllWorkloads(from);
}

/** Generators, controllers that write into every namespace, and objects of which there are several versions. */
function isMadeElsewhere(world: World, { kind, name, namespace }: NamedObject): boolean {
  if (world.doubtful.some(({ id }) => id.kind === kind && id.name === name)) return true;
  if (kind === 'Secret')
    return (secretSources(world).get(name) ?? []).some((source) => source.isCopied || !source.isPlaced || source.namespace === namespace);
  if (kind !== 'ConfigMap') return false;
  const generated = world
    .ofKind('kustomize.config.k8s.io', 'Kustomization')
    .flatMap(({ object }) => asList(object.configMapGenerator).map((entry) => asText(asRecord(entry).name)));
  return generated.includes(name) || world.ofKind('trust.cert-manager.io', 'Bundle').some(({ id }) => id.name === name);
}
