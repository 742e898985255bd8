import { printable } from '../diagnostics/printable.ts';
import { alikeMerged, type MergedOnward } from './alike.ts';
import type { ExplainedEnd, ExplainedHop, Explanation, Step } from './explanation.ts';
import { placeText } from './where.ts';

type Paint = (color: keyof typeof colors, text: string) => string;
const colors = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
const plain: Paint = (_, text) => text;
const painted: Paint = (color, text) => `\u001b[${colors[color]}m${text}\u001b[0m`;

/** What was decided, in a word. Listeners are shown only where they are the reason that nothing answers. */
const words: Readonly<Record<string, string>> = {
  entry: 'enters',
  listener: 'listener',
  chain: 'server',
  tls: 'tls',
  policy: 'policy',
  'virtual-host': 'host',
  route: 'route',
  limits: 'limits',
  destination: 'to',
  endpoint: 'pods',
};

/** An explanation for people: what becomes of the request, then every proxy on the way with what it decides and where that is written. */
export function formatText(explanation: Explanation, color = false): string {
  const paint = color ? painted : plain;
  return [...head(explanation, paint), '', ...hopLines(explanation.way, 1, '', paint), ...rest(explanation, paint)]
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function head({ request, from, result, ends }: Explanation, paint: Paint): string[] {
  const { method, url, clientIP, headers } = request;
  const more = [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), ...(clientIP ? [`client ${clientIP}`] : [])];
  const hue = result === 'reachable' ? 'green' : result === 'not reachable' ? 'red' : 'yellow';
  return [
    `${paint('bold', printable(`${method === undefined ? '' : `${method} `}${url}`))} from ${printable(from)}: ${paint(hue, result)}`,
    ...more.map((text) => `  ${printable(text)}`),
    ...summed(ends).flatMap((end) => endLines(end, ends.length === 1, paint)),
  ];
}

/** Ends with the same text are told once. */
function summed(ends: readonly ExplainedEnd[]): readonly ExplainedEnd[] {
  const byText = new Map<string, ExplainedEnd>();
  for (const end of ends) {
    const key = `${end.text} ${end.because ?? ''}`;
    const known = byText.get(key);
    byText.set(key, known ? { ...known, share: Math.round((known.share + end.share) * 10) / 10 } : end);
  }
  return [...byText.values()];
}

function endLines({ share, text, because, where }: ExplainedEnd, isOnly: boolean, paint: Paint): string[] {
  const portion = isOnly || share === 100 ? '' : `${share} %  `;
  const reason = because === undefined ? '' : `: ${because}`;
  return [`→ ${portion}${printable(text + reason)}`, ...(where && because ? [`  ${paint('dim', printable(placeText(where)))}`] : [])];
}

function hopLines({ name, steps, onward, end }: ExplainedHop, number: number, margin: string, paint: Paint): string[] {
  const title = `${margin}${number}  ${paint('bold', printable(name))}`;
  const shown = steps.filter(({ what, verdict }) => what !== 'listener' || verdict !== 'yes');
  const own = [title, ...shown.flatMap((step) => stepLines(step, `${margin}   `, paint)), ...lastLines(end, `${margin}   `)];
  return [...own, ...onwardLines(alikeMerged(onward), number + 1, margin, paint)];
}

function onwardLines(onward: readonly MergedOnward[], number: number, margin: string, paint: Paint): string[] {
  const [only, ...more] = onward;
  if (!only) return [];
  if (more.length === 0) return ['', ...alsoAt(only, margin), ...hopLines(only.next, number, margin, paint)];
  const deeper = `${margin}      `;
  return onward.flatMap((branch) => [
    '',
    `${margin}   ${branch.share} %${branch.to === undefined ? '' : ` → ${printable(branch.to)}`}`,
    ...alsoAt(branch, deeper),
    ...hopLines(branch.next, number, deeper, paint),
  ]);
}

function alsoAt({ others }: MergedOnward, margin: string): string[] {
  return others.length === 0 ? [] : [`${margin}   likewise at ${printable(others.join(', '))}`];
}

function stepLines({ what, verdict, because, where, also, not, notShown }: Step, margin: string, paint: Paint): string[] {
  const indent = `${margin}         `;
  const mark = verdict === 'no' ? paint('red', '✗ ') : verdict === 'depends' ? paint('yellow', '? ') : '';
  const shown = not.slice(0, verdict === 'no' ? 8 : 3);
  const hidden = not.length - shown.length + notShown;
  return [
    `${margin}${(words[what] ?? what).padEnd(9)}${mark}${printable(because)}`,
    ...(where ? [`${indent}${paint('dim', printable(placeText(where)))}`] : []),
    ...also.map((text) => `${indent}${printable(text)}`),
    ...shown.flatMap((miss) => [
      `${indent}not: ${printable(miss.because)}`,
      ...(miss.where ? [`${indent}     ${paint('dim', printable(placeText(miss.where)))}`] : []),
    ]),
    ...(hidden > 0 ? [`${indent}and ${hidden} more that did not fit`] : []),
  ];
}

function lastLines(end: ExplainedEnd | undefined, margin: string): string[] {
  return end === undefined ? [] : [`${margin}→ ${printable(end.text)}${end.pods === undefined ? '' : `, ${printable(end.pods)}`}`];
}

function rest({ restsOn }: Explanation, paint: Paint): string[] {
  if (restsOn.length === 0) return [];
  return ['', paint('yellow', 'The answer rests on'), ...restsOn.map((text) => `  ${printable(text)}`)];
}
