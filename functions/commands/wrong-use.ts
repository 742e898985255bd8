import type { ExitCode, System } from './system.ts';

/** Tells what is wrong with the arguments, and where help is. */
export function wrongUse(system: System, message: string, command = ''): ExitCode {
  system.err(`gateway-intent: ${message}\nTry \`gateway-intent ${command === '' ? '' : `${command} `}--help\`.\n`);
  return 2;
}
