import type { Finding } from '../rule.ts';
import { at, length, list, members, number, type Spot, text, wrong } from '../spot.ts';

const topologyLabels = new Set(['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone']);

/** What is wrong with the locality settings, or the zone-aware settings, of a load balancer. */
export function* localityFindings(setting: Spot): Iterable<Finding> {
  const isZoneAware = setting.key === 'zoneAwareLbSetting';
  const failover = at(setting, 'failover');
  const distribute = at(setting, 'distribute');
  if (length(distribute) > 0 && length(failover) > 0) {
    yield wrong(failover, 'must not be set beside `distribute`');
    return;
  }
  for (const label of list(setting, 'failoverPriority')) {
    const clashes = topologyLabels.has(text(label)) && (isZoneAware || length(failover) > 0);
    if (clashes)
      yield wrong(
        label,
        `must not be ${JSON.stringify(text(label))} ${isZoneAware ? 'here, because zones are looked after anyway' : 'beside `failover`'}`,
      );
  }
  for (const entry of list(setting, 'distribute')) yield* distributionFindings(entry);
  yield* overlapFindings(list(setting, 'distribute').map((entry) => [at(entry, 'from'), text(at(entry, 'from'))]));
  for (const entry of list(setting, 'failover')) yield* failoverFindings(entry);
}

function* distributionFindings(entry: Spot): Iterable<Finding> {
  const targets = members(at(entry, 'to'));
  const outside = targets.find((target) => number(target) < 1 || number(target) > 100);
  const sum = targets.reduce((total, target) => total + number(target), 0);
  if (outside !== undefined) yield wrong(outside, `must be between 1 and 100, not ${number(outside)}`);
  else if (sum !== 100) yield wrong(at(entry, 'to'), `must have weights that add up to 100, not ${sum}`);
  else yield* overlapFindings(targets.map((target) => [target, target.key]));
}

function* failoverFindings(entry: Spot): Iterable<Finding> {
  const [from, to] = [at(entry, 'from'), at(entry, 'to')];
  if (text(from) === text(to)) yield wrong(to, 'must be another region than `from`');
  for (const region of [from, to])
    if (/[/*]/.test(text(region))) yield wrong(region, `must be a region without "/" and "*", not ${JSON.stringify(text(region))}`);
}

/** Localities `region/zone/subzone` that cover each other, in any order; the first finding only, as the webhook has it. */
function* overlapFindings(localities: readonly (readonly [Spot, string])[]): Iterable<Finding> {
  const seen: string[] = [];
  for (const [spot, locality] of localities) {
    if (/\*./.test(locality)) return yield wrong(spot, `must have "*" at the end only, not ${JSON.stringify(locality)}`);
    if (locality.split('/', 3).includes('')) return yield wrong(spot, `must not have an empty part: ${JSON.stringify(locality)}`);
    const rival = seen.find((other) => covers(other, locality) || (!locality.endsWith('*') && covers(locality, other)));
    if (rival !== undefined) return yield wrong(spot, `must not be ${JSON.stringify(locality)} beside ${JSON.stringify(rival)}`);
    seen.push(locality);
  }
}

function covers(wide: string, narrow: string): boolean {
  const parts = wide
    .replace(/\/?\*$/, '')
    .split('/')
    .filter(Boolean);
  const others = narrow.split('/');
  return parts.every((part, index) => others[index] === part);
}
