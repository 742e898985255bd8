import { domainToASCII } from 'node:url';

/** Schemes that an intent has another one for, with the port that they imply. */
const schemes: Readonly<Record<string, readonly [scheme: string, port: string]>> = {
  amqp: ['tcp', ':5672'],
  amqps: ['tls', ':5671'],
  ftp: ['tcp', ':21'],
  grpcs: ['tls', ':443'],
  kafka: ['tcp', ':9092'],
  ldap: ['tcp', ':389'],
  ldaps: ['tls', ':636'],
  mongodb: ['mongo', ''],
  postgres: ['tcp', ':5432'],
  postgresql: ['tcp', ':5432'],
  rediss: ['tls', ':6379'],
  sftp: ['tcp', ':22'],
  smtp: ['tcp', ':25'],
  ssh: ['tcp', ':22'],
  ws: ['http', ''],
  wss: ['https', ''],
};

/** The URL that was meant by one with a path, without a scheme, in another alphabet or with a dot at its end. */
export function urlFix(value: string, pattern: string): string | undefined {
  const [, scheme = '', host = '', port = ''] =
    /^(?:([a-z][a-z0-9+]*):\/\/)?(?:[^/@]*@)?([^/:?#]+)(:[0-9]+)?(?:[/?#].*)?$/i.exec(value.trim()) ?? [];
  if (/^[\d.]+\/\d+$/.test(value.replace(/^.*:\/\//, ''))) return 'name a host or an address: ranges have no place here';
  const wildcard = host.startsWith('*.') ? '*.' : '';
  const name = domainToASCII(host.slice(wildcard.length).replace(/\.$/, ''));
  const [known, usual] = schemes[scheme.toLowerCase()] ?? [scheme.toLowerCase() || 'https', ''];
  const meant = `${known}://${wildcard}${name}${port || usual}`;
  return name !== '' && meant !== value && new RegExp(pattern).test(meant) ? `write "${meant}"` : undefined;
}
