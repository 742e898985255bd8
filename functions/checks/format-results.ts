import { printable } from '../diagnostics/printable.ts';
import { placeText, type Where, whereOf } from '../explain/where.ts';
import { type CheckResult, checkTitle, type WrittenCheck } from './check-result.ts';

const marks = { holds: 'ok', fails: 'FAIL', unclear: '?', wrong: 'BAD' } as const;
const colors = { holds: 32, fails: 31, unclear: 33, wrong: 31 } as const;

/** One line for every check; more where it does not hold. */
export function formatTable(results: readonly CheckResult[], color = false): string {
  const titles = results.map(({ written }) => printable(checkTitle(written)));
  const width = Math.min(60, Math.max(...titles.map((title) => title.length)));
  const lines = results.flatMap((result, index) => {
    const { outcome, expected } = result;
    const mark = marks[outcome].padEnd(4);
    const shown = color ? `\u001b[${colors[outcome]}m${mark}\u001b[0m` : mark;
    return [
      `${shown}  ${(titles[index] ?? '').padEnd(width)}  ${printable(expected)}`.trimEnd(),
      ...details(result).map((line) => `      ${line}`),
    ];
  });
  return [...lines, '', totals(results)].map((line) => `${line}\n`).join('');
}

/** What is to be said about a check that does not hold. */
export function details(result: CheckResult): string[] {
  const { written, outcome, actual, restsOn } = result;
  if (outcome === 'holds') return [];
  const decided = whereOf(result.decidedBy?.field);
  return [
    ...(written.check.name === undefined ? [] : [written.check.request]),
    outcome === 'wrong' ? actual : `it ${actual}`,
    ...(outcome === 'fails' && decided ? [`${result.decidedBy?.because}`, placeText(decided)] : []),
    ...(outcome === 'unclear' ? restsOn.map((text) => `rests on ${text}`) : []),
    placeText(placeOf(written)),
  ].map(printable);
}

/** Where the check is written. */
export function placeOf({ item, path }: WrittenCheck): Where {
  return whereOf({ item, path }) as Where;
}

function totals(results: readonly CheckResult[]): string {
  const count = (outcome: CheckResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const parts = [
    `${count('holds')} of ${results.length} checks hold`,
    ...(count('fails') > 0 ? [`${count('fails')} failed`] : []),
    ...(count('wrong') > 0 ? [`${count('wrong')} cannot be understood`] : []),
    ...(count('unclear') > 0 ? [`${count('unclear')} cannot be told`] : []),
  ];
  return parts.join(', ');
}

/** The results for other programs. */
export function formatJson(results: readonly CheckResult[]): string {
  return `${JSON.stringify(results.map(entry), null, 2)}\n`;
}

function entry({ written, outcome, expected, actual, decidedBy, restsOn }: CheckResult): object {
  return {
    name: written.check.name,
    request: written.check.request,
    outcome,
    expected: expected || undefined,
    actual,
    decidedBy: decidedBy && { because: decidedBy.because, where: whereOf(decidedBy.field) },
    restsOn,
    where: placeOf(written),
  };
}
