import type { Agreement, Judged } from './compare.ts';
import { nameOf } from './seeds.ts';

const columns: readonly Agreement[] = ['taken', 'refused', 'we refuse', 'we miss a refusal', 'we miss a warning', 'we warn alone'];
const agreeing = new Set<Agreement>(['taken', 'refused']);

/** One line for each kind: how often both say the same, and how often not. */
export function table(judged: readonly Judged[]): string {
  const kinds = [...new Set(judged.map(({ object }) => nameOf(object)))];
  const rows = [
    ...kinds.map((kind) => [kind, judged.filter(({ object }) => nameOf(object) === kind)] as const),
    ['in all', judged] as const,
  ];
  const lines = rows.map(([name, mine]) => [
    name,
    ...columns.map((column) => String(mine.filter(({ agreement }) => agreement === column).length)),
  ]);
  const cells = [['kind', ...columns], ...lines];
  const widths = cells[0]?.map((_, index) => Math.max(...cells.map((line) => (line[index] as string).length))) ?? [];
  return cells
    .map((line) =>
      line.map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  '),
    )
    .join('\n');
}

/** Every difference, the same ones together, with one object as an example. */
export function differences(judged: readonly Judged[], show: number): string {
  const groups = new Map<string, Judged[]>();
  for (const one of judged.filter(({ agreement }) => !agreeing.has(agreement))) {
    const key = `${nameOf(one.object)}: ${one.agreement}: ${said(one)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups]
    .sort(([, left], [, right]) => right.length - left.length)
    .map(
      ([key, members]) =>
        `${members.length} × ${key}\n${members
          .slice(0, show)
          .map((one) => `    ${JSON.stringify(one.object)}`)
          .join('\n')}`,
    )
    .join('\n');
}

function said({ agreement, upstream, ours }: Judged): string {
  if (agreement === 'we refuse' || agreement === 'we warn alone')
    return [...new Set(ours.map(({ code, message }) => `${code} ${plain(message)}`))].join(' | ').slice(0, 300);
  const texts = upstream.refusals.length > 0 ? upstream.refusals : upstream.warnings;
  return plain(texts.join(' | ')).slice(0, 300);
}

/** Without what differs from object to object. */
const plain = (text: string): string =>
  text
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/\d+/g, '0')
    .replaceAll('\n', ' ');
