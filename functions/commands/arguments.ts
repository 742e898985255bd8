import { type ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from '../diagnostics/did-you-mean.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; args: string[] }>>;

/** Arguments by Node's own parser; what it throws is told in words of ours. */
export function parseArguments<T extends Options>(args: readonly string[], options: T): Parsed<T> | { readonly problem: string } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true }) as Parsed<T>;
  } catch (error) {
    return { problem: problemOf((error as Error).message, Object.keys(options)) };
  }
}

/** What the parser says, with the option that is meant. */
function problemOf(message: string, names: readonly string[]): string {
  const unknown = /^Unknown option '(-+)([^']*)'/.exec(message);
  if (unknown !== null) {
    const [, dashes = '', name = ''] = unknown;
    const near = dashes === '--' ? didYouMean(name, names) : undefined;
    return `there is no option "${dashes}${name}"${near === undefined ? '' : `; did you mean "--${near}"?`}`;
  }
  const [, option = ''] = /^Option '([^']*)'/.exec(message) ?? [];
  const name = /--[\w-]+/.exec(option)?.[0] ?? option;
  if (message.includes('does not take an argument')) return `\`${name}\` takes no value`;
  if (message.includes('is ambiguous')) return `\`${name}\` needs a value; one that begins with "-" is written as \`${name}=-…\``;
  if (message.includes('argument missing')) return `\`${name}\` needs a value`;
  return message.charAt(0).toLowerCase() + message.slice(1).split('\n')[0]?.split('. ')[0];
}

/** The option that every command has; `run` answers it. */
export const helpOption = { help: { type: 'boolean', short: 'h' } } as const;

/** Options that every command with findings has. */
export const outputOptions = {
  output: { type: 'string', short: 'o' },
  color: { type: 'boolean' },
  ...helpOption,
} as const;
