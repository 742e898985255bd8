import type { JudgedCase } from './judge-case.ts';
import { undecidable } from './undecidable.ts';

/** How far one of istioctl's codes is found. */
export interface Row {
  readonly code: string;
  readonly name: string;
  readonly expected: number;
  readonly found: number;
  readonly foundInFiles: number;
  readonly falseAlarms: number;
}

export function summarize(judged: readonly JudgedCase[], names: ReadonlyMap<string, string>): readonly Row[] {
  const count = (pick: (one: JudgedCase) => readonly string[], code: string) =>
    judged.flatMap(pick).filter((entry) => entry.startsWith(`${code} `)).length;
  const codes = new Set(judged.flatMap(({ expected, extra }) => [...expected, ...extra]).map((entry) => entry.slice(0, 'IST0000'.length)));
  return [...codes].sort().map((code) => {
    const expected = count((one) => one.expected, code);
    return {
      code,
      name: names.get(code) ?? '',
      expected,
      found: expected - count((one) => one.missed, code),
      foundInFiles: expected - count((one) => one.missedInFiles, code),
      falseAlarms: count((one) => one.extra, code),
    };
  });
}

export function table(rows: readonly Row[]): string {
  const sum = (pick: (row: Row) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const cells = rows.map(({ code, name, expected, found, foundInFiles, falseAlarms }) =>
    line([`${code} ${name}`, expected, found, foundInFiles, falseAlarms]),
  );
  return [
    line(['code', 'expected', 'found with --complete', 'found without', 'false alarms']),
    '|---|---|---|---|---|',
    ...cells,
    line(['all', sum((row) => row.expected), sum((row) => row.found), sum((row) => row.foundInFiles), sum((row) => row.falseAlarms)]),
    '',
    ...[...undecidable]
      .map(([code, reason]) => `${code} is not compared: it ${reason}.`)
      .map((text) => text.replace(/: it istioctl/, ': istioctl')),
  ].join('\n');
}

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
