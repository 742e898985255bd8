import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findingAt } from './finding-at.ts';
import { hasFile } from './generated-path.ts';
import { groupBy } from './group-by.ts';
import type { Item } from './item.ts';
import { display } from './kube-object.ts';
import { areNot, fileOf, named, ownerPath } from './merge-findings.ts';
import { ownersOf } from './ownership.ts';

/** An object that is kept because of intents that are elsewhere or gone. */
export interface Kept {
  readonly item: Item;
  readonly missing: readonly string[];
}

/**
 * Those that intents of the package made together with the missing ones are told each: what they say holds beside what is made now. The others are told where a host
 * writes files: elsewhere they may well come from another render.
 */
export function intentsGone(kept: readonly Kept[]): Diagnostic[] {
  const shared = kept.filter((one) => present(one).length > 0);
  const alone = groupBy(
    kept.filter((one) => present(one).length === 0 && hasFile(one.item)),
    ({ missing }) => named(missing),
  );
  return [...shared.map(sharedKept), ...[...alone.values()].map((some) => intentGone(some as [Kept, ...Kept[]]))];
}

const present = ({ item, missing }: Kept): readonly string[] => (ownersOf(item.object) ?? []).filter((intent) => !missing.includes(intent));

function sharedKept(one: Kept): Diagnostic {
  const { item, missing } = one;
  const owners = present(one);
  return findingAt('GI0703', item, ownerPath, {
    severity: 'warning',
    message: `${keptText([one], missing)}, and ${named(owners)} no longer ${owners.length === 1 ? 'makes' : 'make'} it`,
    why: 'what it says holds beside what is made now',
    fix: 'delete it if the intent was deleted; render from the package that holds all of them otherwise',
  });
}

function intentGone(kept: readonly [Kept, ...Kept[]]): Diagnostic {
  const [{ item, missing }] = kept;
  return findingAt('GI0703', item, ownerPath, { message: keptText(kept, missing) });
}

function keptText([{ item }, ...others]: readonly [Kept, ...Kept[]], missing: readonly string[]): string {
  const one = `${display(item.id)} in ${fileOf(item)}`;
  const all = others.length === 0 ? `${one} is` : `${one} and ${others.length} more ${others.length === 1 ? 'object' : 'objects'} are`;
  return `${all} kept although ${named(missing)} ${areNot(missing)} in this package`;
}
