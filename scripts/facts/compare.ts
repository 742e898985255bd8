/** Marks what a kind has got since which release, by comparing it with the same kind of older releases. */
import { clean } from './custom-resource.ts';
import type { EnumValue, Field, Kind, Mark, Shape } from './shape.ts';

export interface Release {
  readonly version: string;
  readonly kinds: readonly Kind[];
}

const keyOf = (kind: Kind) => `${kind.group}/${kind.kind}`;

/** The kinds of the last release, with marks; releases come oldest first. What the oldest one has needs no mark. */
export function markReleases(releases: readonly Release[]): readonly Kind[] {
  const newest = releases.at(-1);
  if (newest === undefined) return [];
  return newest.kinds.map((kind) => {
    const history = releases.map(({ version, kinds }) => ({ version, kind: kinds.find((other) => keyOf(other) === keyOf(kind)) }));
    const mark = markOf(history.map((entry) => ({ version: entry.version, present: entry.kind !== undefined })));
    const versions = Object.entries(kind.versions).map(([name, version]) => {
      // A version that older releases did not serve is compared with whatever version they served.
      const older = history
        .filter((entry) => entry.kind !== undefined)
        .map((entry) => ({
          version: entry.version,
          shape: (entry.kind?.versions[name] ?? Object.values(entry.kind?.versions ?? {})[0])?.shape,
        }));
      return [name, { ...version, shape: markShape(version.shape, older) }];
    });
    return clean({ ...kind, versions: Object.fromEntries(versions), mark: joinMarks(kind.mark, mark) });
  });
}

interface Older {
  readonly version: string;
  readonly shape: Shape | undefined;
}

function markShape(shape: Shape, older: readonly Older[]): Shape {
  const step = (child: (shape: Shape) => Shape | undefined) =>
    older.flatMap((entry) => {
      const found = entry.shape && child(entry.shape);
      return found === undefined ? [] : [{ version: entry.version, shape: found }];
    });
  return clean({
    ...shape,
    fields: shape.fields && Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, markField(name, field, older)])),
    items:
      shape.items &&
      markShape(
        shape.items,
        step((other) => other.items),
      ),
    values:
      shape.values &&
      markShape(
        shape.values,
        step((other) => other.values),
      ),
    enum: shape.enum?.map((value) => markValue(value, older)),
  });
}

function markField(name: string, field: Field, older: readonly Older[]): Field {
  const known = older.filter((entry) => entry.shape?.type === 'object' && entry.shape.fields !== undefined);
  const counts = (other: Field | undefined) =>
    other !== undefined && (field.mark?.experimental === true || other.mark?.experimental !== true);
  const since = markOf(known.map((entry) => ({ version: entry.version, present: counts(entry.shape?.fields?.[name]) })));
  const inside = known.flatMap((entry) => {
    const other = entry.shape?.fields?.[name];
    return other === undefined ? [] : [{ version: entry.version, shape: other.shape }];
  });
  return clean({ ...field, shape: markShape(field.shape, inside), mark: joinMarks(field.mark, since) });
}

function markValue(value: EnumValue, older: readonly Older[]): EnumValue {
  const known = older.filter((entry) => entry.shape?.enum !== undefined);
  const has = (shape: Shape | undefined) => shape?.enum?.some((other) => other.value === value.value) === true;
  return clean({
    ...value,
    mark: joinMarks(value.mark, markOf(known.map((entry) => ({ version: entry.version, present: has(entry.shape) })))),
  });
}

const joinMarks = (channel: Mark | undefined, since: Mark | undefined): Mark | undefined =>
  channel || since ? { ...channel, ...since } : undefined;

function markOf(history: readonly { version: string; present: boolean }[]): Mark | undefined {
  const first = history.findIndex((entry) => entry.present);
  if (first <= 0) return undefined;
  return { since: history[first]?.version as string, missingIn: history[first - 1]?.version as string };
}

/**
 * One kind out of its two channels: the experimental one, with marks on what the standard one lacks. A kind that only one channel has
 * is taken as it is.
 */
export function mergeChannels(standard: readonly Kind[], experimental: readonly Kind[]): readonly Kind[] {
  const names = [...new Set([...standard, ...experimental].map(keyOf))];
  return names.map((name) => {
    const stable = standard.find((kind) => keyOf(kind) === name);
    const all = experimental.find((kind) => keyOf(kind) === name) ?? stable;
    if (all === undefined) throw new Error(`no kind ${name}`);
    if (stable === undefined) return { ...all, mark: { experimental: true } };
    const versions = Object.entries(all.versions).map(([version, entry]) => {
      const other = stable.versions[version];
      return [version, other === undefined ? { ...entry, experimental: true } : { ...entry, shape: mergeShapes(other.shape, entry.shape) }];
    });
    return { ...all, versions: Object.fromEntries(versions) };
  });
}

function mergeShapes(standard: Shape, experimental: Shape): Shape {
  const { fields, items, values, constraints } = experimental;
  const missing = (from: Shape, other: Shape) => {
    const known = new Set((other.constraints ?? []).map((constraint) => JSON.stringify(constraint)));
    return (from.constraints ?? []).filter((constraint) => !known.has(JSON.stringify(constraint)));
  };
  const [narrower, wider] = [missing(standard, experimental), new Set(missing(experimental, standard))];
  const merged = [
    ...(constraints ?? []).map((constraint) => (wider.has(constraint) ? { ...constraint, only: 'experimental' as const } : constraint)),
    ...narrower.map((constraint) => ({ ...constraint, only: 'standard' as const })),
  ];
  return clean({
    ...experimental,
    fields: fields && Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, mergeField(standard.fields?.[name], field)])),
    items: items && (standard.items ? mergeShapes(standard.items, items) : items),
    values: values && (standard.values ? mergeShapes(standard.values, values) : values),
    enum: experimental.enum?.map((value) =>
      standard.enum && !standard.enum.some((other) => other.value === value.value) ? { ...value, mark: { experimental: true } } : value,
    ),
    constraints: merged.length === 0 ? undefined : merged,
  });
}

function mergeField(standard: Field | undefined, experimental: Field): Field {
  if (standard === undefined) return { ...experimental, mark: { experimental: true } };
  return { ...experimental, shape: mergeShapes(standard.shape, experimental.shape) };
}
