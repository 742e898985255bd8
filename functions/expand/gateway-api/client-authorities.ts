import type { Gateway, ServerTLS } from '../../intent/model.ts';

/** `tls` of a Gateway: which CA verifies the certificates of clients on each port. `authority` names its Secret where a port has one of its own. */
export function clientAuthorities({ servers }: Gateway, authority: (tls: ServerTLS) => string | undefined): object | undefined {
  const perPort = new Map(
    servers.flatMap(({ port, tls }) => {
      const name = tls?.clientValidation === undefined ? undefined : authority(tls);
      return name === undefined ? [] : [[port, name] as const];
    }),
  );
  if (perPort.size === 0) return undefined;
  return {
    frontend: {
      default: {},
      perPort: [...perPort].map(([port, name]) => ({
        port,
        tls: { validation: { caCertificateRefs: [{ group: '', kind: 'Secret', name }] } },
      })),
    },
  };
}
