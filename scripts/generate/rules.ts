import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codes } from '../../functions/diagnostics/codes.ts';
import { rules } from '../../functions/validate/rules/index.ts';
import { retired } from '../../functions/validate/rules/retired.ts';
import { groups } from './rule-groups.ts';

type Entry = (typeof codes)[number] | (typeof rules)[number];

const made = '<!-- Made by npm run generate from the rules and their fixtures. -->';

/** The reference of all codes by its file below `docs/reference/rules/`: one page for each code, and the list of them. */
export function ruleReference(fixtures: string): Readonly<Record<string, string>> {
  const entries: readonly Entry[] = [...codes, ...rules].sort((left, right) => (left.code < right.code ? -1 : 1));
  const pages = entries.map((entry) => [`${entry.code}.md`, page(entry, fixtures)] as const);
  const gone = Object.entries(retired).map(([code, story]) => [`${code}.md`, `${made}\n# ${code}\n\nGone: ${story}.\n`] as const);
  return { 'README.md': list(entries), ...Object.fromEntries([...pages, ...gone]) };
}

function page(entry: Entry, fixtures: string): string {
  const rows = [
    ['severity', entry.severity],
    ['why', `Otherwise ${sentence(entry.why)}`],
    ['fix', sentence(upper(entry.fix))],
    ...('source' in entry ? [['source', entry.source]] : []),
    ...('upstream' in entry && entry.upstream ? [['also known as', entry.upstream.map(upstreamName).join(', ')]] : []),
  ];
  return [
    made,
    `# ${entry.code} ${entry.name}`,
    '',
    entry.summary,
    '',
    ...rows.map(([name, text]) => `- **${name}**: ${text}`),
    ...('check' in entry ? examples(join(fixtures, `${entry.code}-${entry.name}`), entry.code) : []),
    ...('check' in entry ? ['', `Silence it for one object, with a reason: \`gatewayintent.dev/ignore: "${entry.code}: why"\`.`] : []),
    '',
    '[All codes](README.md)',
    '',
  ].join('\n');
}

function examples(folder: string, code: string): readonly string[] {
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  const shown = (title: string, file: string) => [
    '',
    `## ${title}`,
    '',
    '```yaml',
    readFileSync(join(folder, file), 'utf8').trimEnd(),
    '```',
  ];
  return [
    ...files.filter((file) => file.startsWith('bad')).flatMap((file) => shown(`Wrong: \`# ${code}\` is where it is reported`, file)),
    ...files.filter((file) => file.startsWith('good')).flatMap((file) => shown('Right', file)),
  ];
}

function list(entries: readonly Entry[]): string {
  const sections = groups.flatMap(({ prefix, title, about }) => {
    const mine = entries.filter(({ code }) => code.startsWith(`GI${prefix}`));
    if (mine.length === 0) return [];
    return [
      '',
      `## ${title}`,
      '',
      ...(about ? [about, ''] : []),
      '| code | severity | what must hold | also known as |',
      '|---|---|---|---|',
      ...mine.map(row),
    ];
  });
  return [
    made,
    '# Codes of findings',
    '',
    `${entries.length} codes, of which ${rules.length} are rules about objects, hand-written and generated alike. What the severities mean, how to run the rules and how to silence one: [validate.md](../../validate.md).`,
    'Codes of istioctl (IST…) and Kiali (KIA…) stand beside those that mean the same.',
    ...sections,
    '',
  ].join('\n');
}

function row(entry: Entry): string {
  const upstream = 'upstream' in entry && entry.upstream ? entry.upstream.join(', ') : '';
  return `| [${entry.code} ${entry.name}](${entry.code}.md) | ${entry.severity} | ${cell(entry.summary)} | ${upstream} |`;
}

const upstreamName = (code: string): string =>
  code.startsWith('IST')
    ? `[${code}](https://istio.io/latest/docs/reference/config/analysis/${code.toLowerCase()}/)`
    : code.startsWith('KIA')
      ? `[${code}](https://kiali.io/docs/features/validations/#${code.toLowerCase()})`
      : code;

const cell = (text: string): string => text.replaceAll('|', '\\|');
const sentence = (text: string): string => `${text}.`;
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
