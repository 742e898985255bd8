import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatPath, type Path, valueAt } from '../diagnostics/path.ts';
import { quote } from '../diagnostics/quote.ts';
import { differingPath } from './differing-path.ts';
import { findingAt } from './finding-at.ts';
import type { Item, Origin } from './item.ts';
import { display, type KubeObject } from './kube-object.ts';
import { ejectedAnnotation, ejectedFrom, intentAnnotation, intentKey } from './ownership.ts';

export const fileOf = ({ source }: Item): string => source.file ?? 'another item';

/** Paths are those in the package of the item: of two packages the folders are named too. */
function filesOf(one: Item, other: Item): readonly [string, string] {
  const [first, second] = [one.source.packagePath, other.source.packagePath];
  if (first === second || first === undefined || second === undefined) return [fileOf(one), fileOf(other)];
  return [`${first}/${fileOf(one)}`, `${second}/${fileOf(other)}`];
}

const intentName = (item: Item): string => `GatewayIntent "${intentKey(item)}"`;
export const named = (keys: readonly string[]): string => `GatewayIntent ${keys.map((key) => `"${key}"`).join(' and ')}`;

/** An object of somebody else stands where a generated one would go. */
export function objectExists(existing: Item, { item: intent, path }: Origin): Diagnostic {
  const [file, intentFile] = filesOf(existing, intent);
  const place = existing.list === undefined ? '' : ` inside of a ${existing.list.item.id.kind}`;
  const from = ejectedFrom(existing.object);
  return findingAt('GI0701', intent, path, {
    // It was taken over from other intents, and this one makes it now too.
    ...(from.length === 0
      ? {}
      : { fix: `add by hand what ${intentName(intent)} needs, and its name to the annotation \`${ejectedAnnotation}\`` }),
    message: `${display(existing.id)}, which ${intentName(intent)} in ${intentFile} makes, exists already in ${file}${place} and is not owned by it`,
  });
}

/** A patch of an object that its user took over: nothing comes of it. */
export function patchOfEjected(ejected: Item, { item: intent, path }: Origin): Diagnostic {
  const message = `the patch changes ${display(ejected.id)}, which was taken over in ${fileOf(ejected)}, so nothing comes of it`;
  return findingAt('GI0706', intent, path, { message });
}

/** Two intents make the same object in different ways. */
export function madeTwice(object: KubeObject, first: Origin, second: Origin): Diagnostic {
  const who = first.item === second.item ? `\`${formatPath(first.path)}\`` : `${intentName(first.item)} in ${fileOf(first.item)}`;
  const id = { apiVersion: object.apiVersion, kind: object.kind, namespace: object.metadata.namespace, name: object.metadata.name };
  return findingAt('GI0705', second.item, second.path, { message: `${display(id)} is made here and by ${who} with different content` });
}

/** Somebody edited an object that is about to be replaced by `made`. */
export function handEdited(item: Item, written: KubeObject, made: KubeObject, intent: Item): Diagnostic {
  // Whose it is, is no edit: that changes with the intent's name.
  const path = differingPath(withoutOwner(written), withoutOwner(made)) ?? differingPath(written, made) ?? [];
  return findingAt('GI0702', item, path, {
    message: `${display(item.id)} was edited by hand: ${difference(written, made, path)}, as ${intentName(intent)} makes it`,
    fix: `revert the edit, move it to \`spec.patches\` of the intent, or take the object over: \`${ejectCommand(item)}\``,
  });
}

const withoutOwner = ({ metadata, ...object }: KubeObject): unknown => ({
  ...object,
  metadata: { ...metadata, annotations: { ...metadata.annotations, [intentAnnotation]: undefined } },
});

const ejectCommand = ({ id }: Item): string =>
  `gateway-intent eject ${id.kind.toLowerCase()}/${id.name}${id.namespace === undefined ? '' : ` -n ${id.namespace}`}`;

function difference(written: KubeObject, made: KubeObject, path: Path): string {
  const field = `\`${formatPath(path)}\``;
  if (written.kind === 'Secret') return `${field} must be`;
  const [found, wanted] = [valueAt(written, path), valueAt(made, path)];
  if (wanted === undefined) return `${field} ${quote(found)} must not be there`;
  return found === undefined ? `${field} ${quote(wanted)} must be there` : `${field} ${quote(found)} must be ${quote(wanted)}`;
}

/** Somebody edited an object that is about to be dropped. */
export function editedAndUnwanted(item: Item, owners: readonly string[]): Diagnostic {
  return findingAt('GI0702', item, ['metadata', 'name'], {
    message: `${display(item.id)} is no longer made by ${named(owners)} and was edited by hand`,
    why: 'it would be deleted with the edit',
    fix: `delete it, or take it over: \`${ejectCommand(item)}\``,
  });
}

export const ownerPath: Path = ['metadata', 'annotations', intentAnnotation];

export const areNot = (intents: readonly string[]): string => (intents.length === 1 ? 'is not' : 'are not');

/** An object loses what an intent added that is not in the package. */
export function sharedPartLeft(item: Item, missing: readonly string[]): Diagnostic {
  return findingAt('GI0704', item, ownerPath, {
    message: `${display(item.id)} is made without ${named(missing)}, which ${areNot(missing)} in this package`,
  });
}
