import { domainToASCII } from 'node:url';

/** The URL that was meant by one with a path, without a scheme, in another alphabet or with a dot at its end. */
export function urlFix(value: string, pattern: string): string | undefined {
  const [, scheme = '', host = '', port = ''] = /^(?:([a-z]+):\/\/)?([^/:?#]+)(:[0-9]+)?(?:[/?#].*)?$/i.exec(value.trim()) ?? [];
  const wildcard = host.startsWith('*.') ? '*.' : '';
  const name = domainToASCII(host.slice(wildcard.length).replace(/\.$/, ''));
  const meant = `${scheme.toLowerCase() || 'https'}://${wildcard}${name}${port}`;
  return name !== '' && meant !== value && new RegExp(pattern).test(meant) ? `write "${meant}"` : undefined;
}
