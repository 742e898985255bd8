import type { Item } from '../krm/item.ts';
import { display, identity } from '../krm/kube-object.ts';
import { ejectedFrom, intentKey, ownersOf } from '../krm/ownership.ts';

/** Which objects are to be taken over. */
export interface Wanted {
  readonly folder: string;
  /** `kind/name` as the user wrote it; of an intent all where there is none. */
  readonly names: readonly string[];
  readonly namespace: string | undefined;
  readonly intent: string | undefined;
}

/** An object that an intent makes. */
export interface Ejectable {
  readonly item: Item;
  /** It is in a file of the folder, as it is there. */
  readonly isWritten: boolean;
  /** The intents that make it. */
  readonly intents: readonly string[];
}

interface Problem {
  readonly problem: string;
  /** What is asked for has been done before. */
  readonly isDone?: boolean;
}

const isName = (text: string): boolean => /^[A-Za-z][A-Za-z0-9.]*\/[a-z0-9][a-z0-9.-]*$/.test(text);

/** What the arguments ask for. The last one is the folder where it cannot be an object, or where there is such a folder. */
export function wantedOf(
  positionals: readonly string[],
  options: { readonly namespace: string | undefined; readonly intent: string | undefined },
  isFolder: (path: string) => boolean,
): Wanted | Problem {
  const last = positionals.at(-1);
  const hasFolder = last !== undefined && (!isName(last) || ((positionals.length > 1 || options.intent !== undefined) && isFolder(last)));
  const names = hasFolder ? positionals.slice(0, -1) : positionals;
  const wrong = names.find((name) => !isName(name));
  if (wrong !== undefined) return { problem: `"${wrong}" must be written as kind/name, such as deployment/public` };
  if (names.length > 0 && options.intent !== undefined)
    return { problem: '`--intent` takes all objects of an intent, so none must be named' };
  if (names.length === 0 && options.intent === undefined)
    return { problem: 'name an object, such as deployment/public, or an intent with `--intent`' };
  return { folder: hasFolder ? last : '.', names, ...options };
}

/** The objects that are asked for. Those of files go before those that are only rendered: they have the edits of their users. */
export function ejectable(wanted: Wanted, written: readonly Item[], rendered: readonly Item[]): readonly Ejectable[] | Problem {
  const inFiles = written.flatMap((item): Ejectable[] => {
    const intents = (item.problems ?? []).length > 0 ? undefined : ownersOf(item.object);
    return intents === undefined ? [] : [{ item, isWritten: true, intents }];
  });
  const known = new Set(written.map(({ id }) => identity(id)));
  const made = rendered.flatMap((item): Ejectable[] =>
    item.origin === undefined || known.has(identity(item.id))
      ? []
      : [{ item, isWritten: false, intents: (item.owners ?? []).map(intentKey) }],
  );
  const all = [...inFiles, ...made].filter(({ item }) => isIn(wanted, item.id.namespace));
  if (wanted.intent !== undefined) return ofIntent(wanted.intent, wanted.namespace, all);
  const others = written.filter(({ id, object }) => ownersOf(object) === undefined && isIn(wanted, id.namespace));
  const choices = wanted.names.map((name) => named(name, wanted, all, others));
  const problems = choices.filter((choice) => 'problem' in choice);
  const open = choices.filter((choice): choice is Ejectable => !('problem' in choice));
  // A first try may have been cut off.
  return problems.find(({ isDone }) => !isDone || open.length === 0) ?? [...new Set(open)];
}

const isIn = (wanted: Wanted, namespace: string | undefined): boolean => wanted.namespace === undefined || namespace === wanted.namespace;

/** The namespace of an intent may be left out where only one has the name. */
function ofIntent(intent: string, namespace: string | undefined, all: readonly Ejectable[]): readonly Ejectable[] | Problem {
  const [only, ...more] = new Set(all.flatMap(({ intents }) => intents.filter((one) => one.endsWith(`/${intent}`))));
  const whole = namespace ?? (more.length === 0 ? only?.split('/')[0] : undefined) ?? 'default';
  const key = intent.includes('/') ? intent : `${whole}/${intent}`;
  const found = all.filter(({ intents }) => intents.includes(key));
  return found.length > 0 ? found : { problem: `no object is made by an intent "${key}"${listed(all.flatMap(({ intents }) => intents))}` };
}

function named(name: string, { namespace }: Wanted, all: readonly Ejectable[], others: readonly Item[]): Ejectable | Problem {
  const found = all.filter(({ item }) => fits(name, item));
  const [first, second] = found;
  if (first !== undefined && second !== undefined)
    return { problem: `"${name}" is ${describe(first.item)} and ${describe(second.item)}: add the group to the kind, or \`-n NAMESPACE\`` };
  if (first !== undefined) return first;
  const own = others.find((item) => fits(name, item));
  const isDone = own !== undefined && ejectedFrom(own.object).length > 0;
  const where = namespace === undefined ? '' : ` in namespace "${namespace}"`;
  if (own === undefined) return { problem: `no intent makes "${name}"${where}${listed(all.map(({ item }) => nameOf(item)))}` };
  return { problem: `${display(own.id)} in ${own.source.file} is yours ${isDone ? 'already' : 'and was never made by an intent'}`, isDone };
}

const groupOf = ({ id }: Item): string => (id.apiVersion.includes('/') ? id.apiVersion.slice(0, id.apiVersion.indexOf('/')) : '');
const nameOf = ({ id }: Item): string => `${id.kind.toLowerCase()}/${id.name}`;
const describe = (item: Item): string => `${display(item.id)}${groupOf(item) === '' ? '' : ` of ${groupOf(item)}`}`;

/** The short names of kubectl. */
const shortNames: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['cm'],
  Deployment: ['deploy'],
  DestinationRule: ['dr'],
  Gateway: ['gw', 'gtw'],
  HorizontalPodAutoscaler: ['hpa'],
  Namespace: ['ns'],
  NetworkPolicy: ['netpol'],
  PeerAuthentication: ['pa'],
  PodDisruptionBudget: ['pdb'],
  RequestAuthentication: ['ra'],
  Service: ['svc'],
  ServiceAccount: ['sa'],
  ServiceEntry: ['se'],
  VirtualService: ['vs'],
};

/** Kinds in any case, by their short names, in the plural and with their group, as kubectl takes them. */
function fits(text: string, item: Item): boolean {
  const [wanted = '', name] = text.toLowerCase().split('/');
  if (item.id.name !== name) return false;
  const kind = item.id.kind.toLowerCase();
  const plain = [kind, `${kind}s`, `${kind}es`, kind.replace(/y$/, 'ies'), ...(shortNames[item.id.kind] ?? [])];
  return plain.includes(wanted) || plain.some((form) => wanted === `${form}.${groupOf(item)}`);
}

const listed = (names: readonly string[]): string => (names.length === 0 ? '' : `; there are ${[...new Set(names)].sort().join(', ')}`);
