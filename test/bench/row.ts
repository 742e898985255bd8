/** One line of the table: what was measured against what, and how it should come out. */
export interface Row {
  readonly name: string;
  readonly measured: number;
  readonly target: number;
  readonly unit: '×' | 's' | 'MiB';
  /** What the number was made of. */
  readonly details: string;
}

/** Beyond this, a target is clearly missed; below, it may be the machine. */
const tolerance = 1.25;

export const isMissed = ({ measured, target }: Row): boolean => measured > target * tolerance;

function verdict(row: Row): string {
  if (row.measured <= row.target) return 'reached';
  return isMissed(row) ? 'MISSED' : 'close';
}

const number = (value: number, unit: Row['unit']): string => `${unit === 'MiB' ? value.toFixed(0) : value.toFixed(2)} ${unit}`;

/** The rows as a table in Markdown. */
export function formatRows(rows: readonly Row[]): string {
  const cells = [
    ['what', 'measured', 'target', '', 'of'],
    ...rows.map((row) => [row.name, number(row.measured, row.unit), `≤ ${number(row.target, row.unit)}`, verdict(row), row.details]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0))) ?? [];
  const lines = cells.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return `${[lines[0], rule, ...lines.slice(1)].join('\n')}\n`;
}
