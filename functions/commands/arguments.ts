import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; args: string[] }>>;

/** Arguments by Node's own parser; what it throws is a message for the user. */
export function parseArguments<T extends Options>(args: readonly string[], options: T): Parsed<T> | { readonly problem: string } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true }) as Parsed<T>;
  } catch (error) {
    const { message } = error as Error;
    return { problem: message.charAt(0).toLowerCase() + message.slice(1).split('\n')[0]?.split('. ')[0] };
  }
}

/** The option that every command has; `run` answers it. */
export const helpOption = { help: { type: 'boolean', short: 'h' } } as const;

/** Options that every command with findings has. */
export const outputOptions = {
  output: { type: 'string', short: 'o' },
  color: { type: 'boolean' },
  ...helpOption,
} as const;
