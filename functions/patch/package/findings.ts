import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import type { Prerequisite } from '../../expand/stage.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Item } from '../../krm/item.ts';
import { display } from '../../krm/kube-object.ts';
import type { Wish } from './wish.ts';

type Need = Pick<Prerequisite, 'reason' | 'origin'>;

/** An object of the package, with its file where that is known. */
export const placed = (item: Item): string => `${display(item.id)}${item.source.file === undefined ? '' : ` (${item.source.file})`}`;

const text = (value: unknown): string => (typeof value === 'string' ? `"${value.replaceAll('\n', '\\n')}"` : JSON.stringify(value));

/** A change in a few words: the field, what it is now, and what it was. */
function changeText(wish: Wish, field: Path): string {
  const name = `\`${formatPath([...field, ...wish.path])}\``;
  const was = wish.before === undefined ? '' : ` (it was ${text(wish.before)})`;
  return 'remove' in wish ? `${name} removed${was}` : `${name} set to ${text(wish.value)}${was}`;
}

/** What was changed in an object that no intent owns; `field` holds the text in which it was changed, if it is not the object itself. */
export function packageChanged(item: Item, wishes: readonly Wish[], field: Path, { reason, origin }: Need): Diagnostic {
  return findingAt('GI0611', origin.item, origin.path, {
    message: `${placed(item)} is changed: ${wishes.map((wish) => changeText(wish, field)).join(', ')}, because ${reason}`,
  });
}

/** Somebody wrote a value that the intent cannot live with. */
export function packageContradicts(item: Item, wish: Wish, field: Path, { reason, origin }: Need): Diagnostic {
  const wanted = 'remove' in wish ? 'must not be set' : `must be ${text(wish.value)}`;
  return findingAt('GI0613', origin.item, origin.path, {
    message: `\`${formatPath([...field, ...wish.path])}\` of ${placed(item)} is ${text(wish.before)} and ${wanted}: ${reason}`,
    fix: 'change it there, or change the intent',
  });
}

/** The change has to be made by hand. */
export function prerequisite(
  { reason, origin }: Need,
  told: { readonly where: string; readonly yaml: string; readonly fix: string },
): Diagnostic {
  return findingAt('GI0612', origin.item, origin.path, { message: `${reason}: ${told.where} needs \`${told.yaml}\``, fix: told.fix });
}
