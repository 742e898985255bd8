import type { Item } from '../../krm/item.ts';
import { memo } from '../../mesh/lazy.ts';
import { perWorld } from '../per-world.ts';
import type { Finding, World } from '../rule.ts';
import { checkFields, type FieldFinding } from './check-fields.ts';
import { checkConstraints } from './constraints.ts';
import { type KnownKind, kindOf, splitVersion } from './kinds.ts';
import type { Mark } from './shape.ts';
import { isSurelyRight } from './surely-right.ts';

/** The findings of one code out of the walk over all fields of all objects, which is done once for all rules. */
export function fieldFindings(world: World, code: string): readonly Finding[] {
  return all(world).get(code) ?? [];
}

const all = perWorld((world): ReadonlyMap<string, readonly Finding[]> => {
  const byCode = new Map<string, Finding[]>();
  const readerOf = memo((kind: KnownKind) => markReader(kind, world));
  for (const item of world.items) {
    for (const { code, ...found } of findingsIn(item, readerOf)) {
      const list = byCode.get(code);
      if (list === undefined) byCode.set(code, [{ item, ...found }]);
      else list.push({ item, ...found });
    }
  }
  return byCode;
});

/** Findings after which upstream does not ask for constraints any more, because they would fail for the same reason. */
const blocking = new Set(['GI1002', 'GI1003', 'GI1004', 'GI1006']);

const none: readonly FieldFinding[] = [];

function findingsIn({ id, object }: Item, readerOf: (kind: KnownKind) => MarkReader): readonly FieldFinding[] {
  const { group, version } = splitVersion(id.apiVersion);
  const kind = kindOf(group, id.kind);
  if (kind === undefined) return none;
  const served = kind.versions.get(version);
  if (served === undefined) return [unknownVersion(kind, version)];
  const marked = readerOf(kind);
  const isRight = isSurelyRight(served.shape, object, (mark) => marked(mark, '') === undefined);
  const found = isRight ? [] : [...checkFields(kind.kind, served.shape, object, marked)];
  const late = kind.mark && marked(kind.mark, `kind "${kind.kind}"`);
  if (late !== undefined) found.push({ ...late, path: ['kind'] });
  const early =
    served.experimental && marked({ since: undefined, missingIn: undefined, experimental: true }, `version "${version}" of ${kind.kind}`);
  if (early) found.push({ ...early, path: ['apiVersion'] });
  if (served.deprecated) found.push(deprecatedVersion(kind, version));
  return found.some(({ code }) => blocking.has(code)) ? found : [...found, ...checkConstraints(kind.kind, served.shape, object)];
}

function unknownVersion(kind: KnownKind, version: string): FieldFinding {
  const served = [...kind.versions.keys()].map((name) => (kind.group === '' ? name : `${kind.group}/${name}`));
  return {
    code: 'GI1011',
    path: ['apiVersion'],
    message: `\`apiVersion\` of ${kind.kind} must be ${served.map((name) => `"${name}"`).join(' or ')}; version "${version}" is not served`,
    fix: `write \`apiVersion: ${served[0]}\``,
  };
}

function deprecatedVersion(kind: KnownKind, version: string): FieldFinding {
  const [current] = [...kind.versions].filter(([, entry]) => !entry.deprecated).map(([name]) => name);
  return {
    code: 'GI1026',
    path: ['apiVersion'],
    message: `\`apiVersion\` "${kind.group}/${version}" of ${kind.kind} is deprecated`,
    ...(current === undefined ? {} : { fix: `write \`apiVersion: ${kind.group}/${current}\`` }),
  };
}

const titles: Readonly<Record<string, string>> = { istio: 'Istio', 'gateway-api': 'the Gateway API', 'envoy-gateway': 'Envoy Gateway' };

type MarkReader = (mark: Mark, subject: string) => Omit<FieldFinding, 'path'> | undefined;

/** Says whether what came late, or only comes with the experimental channel, can be used where the objects are applied. */
function markReader(kind: KnownKind, world: World): MarkReader {
  const installed = world.versions[kind.upstream];
  const title = titles[kind.upstream] ?? kind.upstream;
  return (mark, subject) => {
    if (mark.experimental && world.versions['gateway-api-channel'] !== 'experimental')
      return { code: 'GI1013', message: `${subject} is in the experimental channel of the Gateway API only` };
    if (mark.since === undefined || installed === undefined || !isOlder(installed, mark.since)) return undefined;
    const certain = !isOlder(mark.missingIn as string, installed);
    return {
      code: 'GI1012',
      message: `${subject} came with ${title} ${mark.since}${certain ? '' : ' or shortly before'}, and ${installed} is in use`,
      ...(certain ? {} : { severity: 'warning' as const }),
    };
  };
}

/** Compares `1.9` with `1.27` as releases, not as texts. */
function isOlder(left: string, right: string): boolean {
  const [leftMajor = 0, leftMinor = 0] = left.split('.').map(Number);
  const [rightMajor = 0, rightMinor = 0] = right.split('.').map(Number);
  return leftMajor === rightMajor ? leftMinor < rightMinor : leftMajor < rightMajor;
}
