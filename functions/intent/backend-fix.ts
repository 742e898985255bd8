/** The backend that was meant by a URL, a path behind the port, or `namespace/service`. */
export function backendFix(value: string): string | undefined {
  const [, namespace = '', host = '', port = ''] =
    /^(?:[a-z]+:\/\/)?(?:([-a-z0-9]+)\/)?([-a-z0-9.]+)(:[0-9]{1,5})?(?:\/.*)?$/.exec(value.toLowerCase()) ?? [];
  if (host === '') return /:[a-z][-a-z0-9]*$/.test(value) ? 'write the number of the port: names of ports are not looked up' : undefined;
  return Number(port.slice(1)) > 65535 ? undefined : `write "${host}${namespace === '' ? '' : `.${namespace}`}${port}"`;
}
