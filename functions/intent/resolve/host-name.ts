/** A host as the name of an object: `shop-example-com`, `wildcard-example-com` for `*.example.com`, `any-host` for `*`. */
export function hostName(host: string): string {
  return host === '*' ? 'any-host' : host.replace('*', 'wildcard').replaceAll('.', '-');
}
