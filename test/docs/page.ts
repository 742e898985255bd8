/** A command of a page and what it prints there; `undefined` where the page does not show it. */
export interface Shown {
  readonly command: string;
  readonly output: string | undefined;
  readonly line: number;
}

/** What a page tells its reader to do, in its order. */
export type Step =
  | { readonly kind: 'file'; readonly path: string; readonly text: string; readonly line: number }
  | { readonly kind: 'commands'; readonly commands: readonly Shown[]; readonly line: number }
  | { readonly kind: 'skipped'; readonly commands: readonly Shown[]; readonly reason: string; readonly line: number };

/**
 * The steps of a page: blocks of `yaml` that begin with `# path/of/file.yaml` are files, lines of `sh` are commands, and in `console` commands begin with `$ ` and
 * are followed by what they print. `<!-- not run: reason -->` above a block leaves it out.
 */
export function stepsOf(page: string): Step[] {
  const lines = page.split('\n');
  const steps: Step[] = [];
  for (let at = 0; at < lines.length; at++) {
    const language = /^```(\w+)$/.exec(lines[at] ?? '')?.[1];
    if (language === undefined) {
      if (lines[at]?.startsWith('```')) at = lines.indexOf('```', at + 1);
      continue;
    }
    const end = lines.indexOf('```', at + 1);
    steps.push(...stepOf(language, lines.slice(at + 1, end), at + 2, reasonAbove(lines, at)));
    at = end;
  }
  return steps;
}

function reasonAbove(lines: readonly string[], at: number): string | undefined {
  const above = lines[at - 1] === '' ? lines[at - 2] : lines[at - 1];
  return /^<!-- not run: (.+) -->$/.exec(above ?? '')?.[1];
}

function stepOf(language: string, body: readonly string[], line: number, reason: string | undefined): Step[] {
  const path = language === 'yaml' ? /^# (\S+\.yaml|\S*Kptfile)$/.exec(body[0] ?? '')?.[1] : undefined;
  if (path !== undefined) return [{ kind: 'file', path, text: `${body.slice(1).join('\n')}\n`, line }];
  const commands = language === 'sh' ? plain(body, line) : language === 'console' ? withOutput(body, line) : [];
  if (commands.length === 0) return [];
  return [reason === undefined ? { kind: 'commands', commands, line } : { kind: 'skipped', commands, reason, line }];
}

/** A command goes on where its line ends with a backslash. */
const plain = (body: readonly string[], line: number): Shown[] =>
  joined(body, line)
    .filter(({ text }) => text.trim() !== '' && !text.startsWith('#'))
    .map(({ text, line: at }) => ({ command: text, output: undefined, line: at }));

function withOutput(body: readonly string[], line: number): Shown[] {
  const found: { command: string; output: string[]; line: number }[] = [];
  for (const { text, line: at } of joined(body, line)) {
    if (text.startsWith('$ ')) found.push({ command: text.slice(2), output: [], line: at });
    else found.at(-1)?.output.push(text);
  }
  return found.map(({ command, output, line: at }) => ({ command, output: output.join('\n'), line: at }));
}

function joined(body: readonly string[], line: number): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  let open = false;
  for (const [index, text] of body.entries()) {
    const last = found.at(-1);
    if (open && last !== undefined) found[found.length - 1] = { ...last, text: `${last.text}\n${text}` };
    else found.push({ text, line: line + index });
    open = text.endsWith('\\');
  }
  return found;
}

/** Whether a text is what a page shows: a line `…` stands for any lines, and `…` in a line for anything in it. */
export function isAsShown(shown: string, found: string): boolean {
  if (shown === '') return found === '';
  const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = shown
    .split('\n')
    .map((line) => (line === '…' ? '(?:.*\\n)*?' : `${line.split('…').map(literal).join('.*')}\\n`))
    .join('');
  return new RegExp(`^${pattern}$`).test(found === '' || found.endsWith('\n') ? found : `${found}\n`);
}
