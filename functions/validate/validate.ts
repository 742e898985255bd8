import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatPath } from '../diagnostics/path.ts';
import { display, identity } from '../krm/kube-object.ts';
import { locate } from '../krm/locate.ts';
import { causeAt } from '../krm/origin-at.ts';
import { askedRules } from './asked-rules.ts';
import { isCompletedLater } from './completed-later.ts';
import { withoutEchoes } from './echoes.ts';
import { isFilledInLater } from './placeholder.ts';
import type { Finding, Rule, World } from './rule.ts';
import { severityOf } from './severity.ts';
import { isSuppressed } from './suppression.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface ValidateOptions {
  /** Only these rules; all where it is left out. */
  readonly rules?: readonly Rule[];
  /** What the rules about objects that act together look at instead: without those of which several versions are written. */
  readonly together?: World | undefined;
}

/** What is wrong with the objects: every finding of every rule, at the field that must change, in the order of the files. */
export function validate(world: World, options: ValidateOptions = {}): Diagnostic[] {
  const told = (options.rules ?? askedRules(world)).flatMap((rule) => {
    const seen = rule.code < 'GI2' ? world : (options.together ?? world);
    return [...rule.check(seen)].filter((finding) => !isUntold(rule, finding, world)).map((finding) => ({ rule, finding }));
  });
  const found = new Map<string, Diagnostic>();
  for (const { rule, finding } of withoutEchoes(told)) {
    const diagnostic = diagnosticOf(rule, finding);
    const key = keyOf(diagnostic);
    if (!found.has(key)) found.set(key, diagnostic);
  }
  return inOrder([...found.values()], world);
}

/** What its object asks to be silent about, and what nobody can know before something else has completed the object. */
const isUntold = (rule: Rule, { item, path }: Finding, world: World): boolean =>
  isSuppressed(rule, item) || isFilledInLater(item, path) || isCompletedLater(world)(rule, item);

function inOrder(found: readonly Diagnostic[], world: World): Diagnostic[] {
  if (found.length === 0) return [];
  const order = new Map(world.items.map((item, index) => [identity(item.id), index]));
  return found
    .map((diagnostic) => ({ diagnostic, rank: rankOf(diagnostic, order) }))
    .sort((left, right) => compare(left.rank, right.rank))
    .map(({ diagnostic }) => diagnostic);
}

/** Its name is what is wrong with it. */
const unknownField = 'GI1001';

/** A finding in an object made here is shown at the intent's field, which is what the user can change. */
function diagnosticOf(rule: Rule, finding: Finding): Diagnostic {
  const { item, path, message: said, fix } = finding;
  const message = withoutSecrets(said, item);
  const origin = causeAt(item, path);
  return {
    code: rule.code,
    name: rule.name,
    severity: severityOf(rule, finding),
    message: origin === undefined ? message : `in the generated ${display(item.id)}: ${message}`,
    why: rule.why,
    fix: fix === undefined ? rule.fix : withoutSecrets(fix, item),
    object: origin === undefined ? item.id : origin.item.id,
    path: origin === undefined ? path : origin.path,
    place: origin === undefined ? locate(item, path, rule.code === unknownField ? 'key' : 'value') : locate(origin.item, origin.path),
    upstream: finding.upstream ?? rule.upstream,
  };
}

const keyOf = ({ code, object, path, message }: Diagnostic): string =>
  `${code}|${object ? identity(object) : ''}|${formatPath(path ?? [])}|${message}`;

type Rank = readonly (string | number)[];

/** File, place in the file, code: so that the order of the rules does not show, and two runs agree. */
function rankOf({ place, code, object, path, message }: Diagnostic, order: ReadonlyMap<string, number>): Rank {
  const position = object === undefined ? -1 : (order.get(identity(object)) ?? -1);
  return [place?.file ?? '', place?.index ?? 0, position, place?.line ?? 0, place?.column ?? 0, code, formatPath(path ?? []), message];
}

function compare(left: Rank, right: Rank): number {
  for (const [index, value] of left.entries()) {
    const other = right[index] as string | number;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
