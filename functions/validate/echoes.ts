import { valueAt } from '../diagnostics/path.ts';
import { groupBy } from '../krm/group-by.ts';
import type { Finding, Rule } from './rule.ts';

export interface Found {
  readonly rule: Rule;
  readonly finding: Finding;
}

/** Rules after which nothing more can be said about a value: it has the wrong type, or is not there. */
const final = new Set(['GI1002', 'GI1004']);

/** Patterns of the schema: a rule that knows the field says better what is wrong with it. */
const pattern = 'GI1007';

/** What a rule says in passing, and the rule that says of the same field what comes of it. */
const betterSaid: Readonly<Record<string, string>> = { GI1116: 'GI2301' };

/** One finding for one mistake: what other rules say of the same value in a hand-written object only follows from it. */
export function withoutEchoes(found: readonly Found[]): readonly Found[] {
  const echoes = new Set<Found>();
  for (const mine of groupBy(found, ({ finding }) => finding.item).values())
    if (mine.length > 1) for (const echo of echoesIn(mine)) echoes.add(echo);
  return echoes.size === 0 ? found : found.filter((entry) => !echoes.has(entry));
}

function echoesIn(mine: readonly Found[]): readonly Found[] {
  if (mine[0]?.finding.item.origin !== undefined) return [];
  const roots = mine.filter(({ rule }) => final.has(rule.code));
  const refused = mine.filter(isRefusal);
  return mine.filter((entry) => {
    if (roots.some((root) => root !== entry && !final.has(entry.rule.code) && (isAtOrBelow(entry, root) || isNear(entry, root))))
      return true;
    if (mine.some((other) => other.rule.code === betterSaid[entry.rule.code] && isAt(other, entry))) return true;
    if (!entry.rule.code.startsWith('GI1') && isScalar(entry) && refused.some((other) => isAt(other, entry))) return true;
    if (!isRefusal(entry) || !isScalar(entry)) return false;
    const [kept] = refused.filter((other) => isAt(other, entry)).sort((one, other) => rank(one) - rank(other));
    return kept !== entry && kept?.rule !== entry.rule;
  });
}

const rank = ({ rule }: Found): number => (rule.code === pattern ? 1 : 0);

const isRefusal = ({ rule, finding }: Found): boolean => rule.code < 'GI2' && (finding.severity ?? rule.severity) === 'error';

const isAtOrBelow = ({ finding }: Found, { finding: { path } }: Found): boolean => path.every((key, index) => finding.path[index] === key);

/** What acts together with a value of the wrong type counts it as absent, and says so some fields above. */
const isNear = (entry: Found, root: Found): boolean =>
  !entry.rule.code.startsWith('GI1') &&
  entry.finding.path.length > 4 &&
  root.finding.path.length - entry.finding.path.length <= 2 &&
  isAtOrBelow(root, entry);

const isAt = (one: Found, other: Found): boolean => one.finding.path.length === other.finding.path.length && isAtOrBelow(one, other);

function isScalar({ finding: { item, path } }: Found): boolean {
  const value = valueAt(item.object, path);
  return typeof value !== 'object' && value !== undefined;
}
